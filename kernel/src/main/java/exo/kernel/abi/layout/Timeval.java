package exo.kernel.abi.layout;

/** struct timeval: seconds and microseconds. */
public final class Timeval {
  public static final int TV_SEC = 0; // s64
  public static final int TV_USEC = 8; // s64
  public static final int SIZE = 16;

  private Timeval() {}
}
