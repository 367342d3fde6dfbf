package exo.kernel.abi.layout;

/**
 * struct linux_dirent64 of getdents64(2); the name follows, ended by NUL, records on multiples of
 * eight.
 */
public final class Dirent64 {
  public static final int D_INO = 0; // u64
  public static final int D_OFF = 8; // s64
  public static final int D_RECLEN = 16; // u16
  public static final int D_TYPE = 18; // u8
  public static final int D_NAME = 19; // 256 bytes
  public static final int SIZE = 280;

  private Dirent64() {}
}
