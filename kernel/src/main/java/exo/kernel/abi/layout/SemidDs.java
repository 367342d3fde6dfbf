package exo.kernel.abi.layout;

/** struct semid64_ds of semctl(2). */
public final class SemidDs {
  public static final int SEM_PERM = 0; // 48 bytes
  public static final int SEM_OTIME = 48; // s64
  public static final int SEM_CTIME = 64; // s64
  public static final int SEM_NSEMS = 80; // u64
  public static final int SIZE = 104;

  private SemidDs() {}
}
