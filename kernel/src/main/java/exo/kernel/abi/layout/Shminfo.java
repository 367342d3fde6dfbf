package exo.kernel.abi.layout;

/** struct shminfo64 of IPC_INFO. */
public final class Shminfo {
  public static final int SHMMAX = 0; // u64
  public static final int SHMMIN = 8; // u64
  public static final int SHMMNI = 16; // u64
  public static final int SHMSEG = 24; // u64
  public static final int SHMALL = 32; // u64
  public static final int SIZE = 72;

  private Shminfo() {}
}
