package exo.kernel.abi.layout;

/** struct shmid64_ds of shmctl(2). */
public final class ShmidDs {
  public static final int SHM_PERM = 0; // 48 bytes
  public static final int SHM_SEGSZ = 48; // u64
  public static final int SHM_ATIME = 56; // s64
  public static final int SHM_DTIME = 64; // s64
  public static final int SHM_CTIME = 72; // s64
  public static final int SHM_CPID = 80; // s32
  public static final int SHM_LPID = 84; // s32
  public static final int SHM_NATTCH = 88; // u64
  public static final int SIZE = 112;

  private ShmidDs() {}
}
