package exo.kernel.abi.layout;

/** struct statfs of statfs(2). */
public final class StatfsLayout {
  public static final int F_TYPE = 0; // s64
  public static final int F_BSIZE = 8; // s64
  public static final int F_BLOCKS = 16; // s64
  public static final int F_BFREE = 24; // s64
  public static final int F_BAVAIL = 32; // s64
  public static final int F_FILES = 40; // s64
  public static final int F_FFREE = 48; // s64
  public static final int F_FSID = 56; // 8 bytes
  public static final int F_NAMELEN = 64; // s64
  public static final int F_FRSIZE = 72; // s64
  public static final int F_FLAGS = 80; // s64
  public static final int F_SPARE = 88; // 32 bytes
  public static final int SIZE = 120;

  private StatfsLayout() {}
}
