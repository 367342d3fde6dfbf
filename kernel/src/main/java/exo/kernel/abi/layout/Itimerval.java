package exo.kernel.abi.layout;

/** struct itimerval of setitimer(2): two timevals. */
public final class Itimerval {
  public static final int IT_INTERVAL = 0; // 16 bytes
  public static final int IT_VALUE = 16; // 16 bytes
  public static final int SIZE = 32;

  private Itimerval() {}
}
