package exo.kernel.abi.layout;

/** struct seminfo of IPC_INFO and SEM_INFO. */
public final class Seminfo {
  public static final int SEMMAP = 0; // s32
  public static final int SEMMNI = 4; // s32
  public static final int SEMMNS = 8; // s32
  public static final int SEMMNU = 12; // s32
  public static final int SEMMSL = 16; // s32
  public static final int SEMOPM = 20; // s32
  public static final int SEMUME = 24; // s32
  public static final int SEMUSZ = 28; // s32
  public static final int SEMVMX = 32; // s32
  public static final int SEMAEM = 36; // s32
  public static final int SIZE = 40;

  private Seminfo() {}
}
