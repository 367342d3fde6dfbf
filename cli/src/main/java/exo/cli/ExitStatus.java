package exo.cli;

/** Exit statuses of our own, the same as those of env(1) and {@code docker run}. */
public final class ExitStatus {
  public static final int OK = 0;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** Exo itself failed, or cannot work here. */
  public static final int FAILED = 125;

  /** The program is there and cannot be executed. */
  public static final int NOT_EXECUTABLE = 126;

  /** There is no such program. */
  public static final int NOT_FOUND = 127;

  private ExitStatus() {}
}
