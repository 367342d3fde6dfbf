package exo.kernel.abi.layout;

/** struct itimerspec of timer_settime(2) and timerfd_settime(2): two timespecs. */
public final class Itimerspec {
  public static final int IT_INTERVAL = 0; // 16 bytes
  public static final int IT_VALUE = 16; // 16 bytes
  public static final int SIZE = 32;

  private Itimerspec() {}
}
