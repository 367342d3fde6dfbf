package exo.kernel.strace;

/** Lines. */
public final class StraceLog {
  /** Column that results stand in, where the call is short enough. */
  static final int RESULT_COLUMN = 40;

  private StraceLog() {}
}
