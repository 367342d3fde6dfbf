package exo.mem.host;

/** What the host does for the thread that calls. */
public final class HostThread {
  private static final int SYS_PRCTL = 157;
  private static final int PR_SET_TIMERSLACK = 29;

  private HostThread() {}

  /**
   * Waits of this thread end when they should: the host is otherwise free to end them 50 us late,
   * to save power. Source: prctl(2), PR_SET_TIMERSLACK.
   */
  public static void waitExactly() {
    Host.requireLinux();
    Syscall.call(SYS_PRCTL, PR_SET_TIMERSLACK, 1, 0);
  }
}
