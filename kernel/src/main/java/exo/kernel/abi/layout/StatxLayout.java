package exo.kernel.abi.layout;

/** struct statx of statx(2). */
public final class StatxLayout {
  public static final int STX_MASK = 0; // u32
  public static final int STX_BLKSIZE = 4; // u32
  public static final int STX_ATTRIBUTES = 8; // u64
  public static final int STX_NLINK = 16; // u32
  public static final int STX_UID = 20; // u32
  public static final int STX_GID = 24; // u32
  public static final int STX_MODE = 28; // u16
  public static final int STX_INO = 32; // u64
  public static final int STX_SIZE = 40; // u64
  public static final int STX_BLOCKS = 48; // u64
  public static final int STX_ATTRIBUTES_MASK = 56; // u64
  public static final int STX_ATIME = 64; // 16 bytes
  public static final int STX_BTIME = 80; // 16 bytes
  public static final int STX_CTIME = 96; // 16 bytes
  public static final int STX_MTIME = 112; // 16 bytes
  public static final int STX_RDEV_MAJOR = 128; // u32
  public static final int STX_RDEV_MINOR = 132; // u32
  public static final int STX_DEV_MAJOR = 136; // u32
  public static final int STX_DEV_MINOR = 140; // u32
  public static final int STX_MNT_ID = 144; // u64
  public static final int STX_DIO_MEM_ALIGN = 152; // u32
  public static final int STX_DIO_OFFSET_ALIGN = 156; // u32
  public static final int SIZE = 256;

  private StatxLayout() {}
}
