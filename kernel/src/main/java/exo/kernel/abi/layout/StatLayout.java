package exo.kernel.abi.layout;

/** struct stat of stat(2). */
public final class StatLayout {
  public static final int ST_DEV = 0; // u64
  public static final int ST_INO = 8; // u64
  public static final int ST_NLINK = 16; // u64
  public static final int ST_MODE = 24; // u32
  public static final int ST_UID = 28; // u32
  public static final int ST_GID = 32; // u32
  public static final int ST_RDEV = 40; // u64
  public static final int ST_SIZE = 48; // s64
  public static final int ST_BLKSIZE = 56; // s64
  public static final int ST_BLOCKS = 64; // s64
  public static final int ST_ATIME = 72; // u64
  public static final int ST_ATIME_NSEC = 80; // u64
  public static final int ST_MTIME = 88; // u64
  public static final int ST_MTIME_NSEC = 96; // u64
  public static final int ST_CTIME = 104; // u64
  public static final int ST_CTIME_NSEC = 112; // u64
  public static final int SIZE = 144;

  private StatLayout() {}
}
