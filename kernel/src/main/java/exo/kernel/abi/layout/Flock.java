package exo.kernel.abi.layout;

/** struct flock of F_SETLK. */
public final class Flock {
  public static final int L_TYPE = 0; // s16
  public static final int L_WHENCE = 2; // s16
  public static final int L_START = 8; // s64
  public static final int L_LEN = 16; // s64
  public static final int L_PID = 24; // s32
  public static final int SIZE = 32;

  private Flock() {}
}
