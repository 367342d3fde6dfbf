package exo.kernel.abi.layout;

/** struct timex of adjtimex(2). */
public final class Timex {
  public static final int MODES = 0; // u32
  public static final int OFFSET = 8; // s64
  public static final int FREQ = 16; // s64
  public static final int MAXERROR = 24; // s64
  public static final int ESTERROR = 32; // s64
  public static final int STATUS = 40; // s32
  public static final int CONSTANT = 48; // s64
  public static final int PRECISION = 56; // s64
  public static final int TOLERANCE = 64; // s64
  public static final int TIME = 72; // 16 bytes
  public static final int TICK = 88; // s64
  public static final int PPSFREQ = 96; // s64
  public static final int JITTER = 104; // s64
  public static final int SHIFT = 112; // s32
  public static final int STABIL = 120; // s64
  public static final int JITCNT = 128; // s64
  public static final int CALCNT = 136; // s64
  public static final int ERRCNT = 144; // s64
  public static final int STBCNT = 152; // s64
  public static final int TAI = 160; // s32
  public static final int SIZE = 208;

  private Timex() {}
}
