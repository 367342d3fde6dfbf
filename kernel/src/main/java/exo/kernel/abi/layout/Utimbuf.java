package exo.kernel.abi.layout;

/** struct utimbuf of utime(2), in seconds. */
public final class Utimbuf {
  public static final int ACTIME = 0; // s64
  public static final int MODTIME = 8; // s64
  public static final int SIZE = 16;

  private Utimbuf() {}
}
