package exo.kernel.abi.layout;

/** struct timespec: seconds and nanoseconds. */
public final class Timespec {
  public static final int TV_SEC = 0; // s64
  public static final int TV_NSEC = 8; // s64
  public static final int SIZE = 16;

  private Timespec() {}
}
