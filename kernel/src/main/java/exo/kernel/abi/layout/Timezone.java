package exo.kernel.abi.layout;

/** struct timezone of gettimeofday(2). */
public final class Timezone {
  public static final int TZ_MINUTESWEST = 0; // s32
  public static final int TZ_DSTTIME = 4; // s32
  public static final int SIZE = 8;

  private Timezone() {}
}
