package exo.kernel.abi.layout;

/** struct tms of times(2), in ticks of 1/100 s. */
public final class Tms {
  public static final int TMS_UTIME = 0; // s64
  public static final int TMS_STIME = 8; // s64
  public static final int TMS_CUTIME = 16; // s64
  public static final int TMS_CSTIME = 24; // s64
  public static final int SIZE = 32;

  private Tms() {}
}
