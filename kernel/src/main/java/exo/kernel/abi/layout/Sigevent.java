package exo.kernel.abi.layout;

/** struct sigevent of timer_create(2) and mq_notify(2). */
public final class Sigevent {
  public static final int SIGEV_VALUE = 0; // u64
  public static final int SIGEV_SIGNO = 8; // s32
  public static final int SIGEV_NOTIFY = 12; // s32
  public static final int SIGEV_UN = 16; // 48 bytes
  public static final int SIZE = 64;

  private Sigevent() {}
}
