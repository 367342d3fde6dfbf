package exo.kernel.abi.layout;

/** struct statx_timestamp: one of the times in struct statx. */
public final class StatxTimestamp {
  public static final int TV_SEC = 0; // s64
  public static final int TV_NSEC = 8; // u32
  public static final int SIZE = 16;

  private StatxTimestamp() {}
}
