package exo.kernel.abi.layout;

/** struct sembuf of semop(2). */
public final class Sembuf {
  public static final int SEM_NUM = 0; // u16
  public static final int SEM_OP = 2; // s16
  public static final int SEM_FLG = 4; // s16
  public static final int SIZE = 6;

  private Sembuf() {}
}
