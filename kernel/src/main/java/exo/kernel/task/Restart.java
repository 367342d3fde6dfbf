package exo.kernel.task;

/**
 * What a call interrupted by a signal answers inside the kernel; the guest sees EINTR, or the call
 * made again. The numbers are Linux's own and never leave the kernel. Source: signal(7),
 * "Interruption of system calls".
 */
public final class Restart {
  /** Made again if no handler runs or the handler has SA_RESTART. */
  public static final long SYS = -512;

  /** Always made again. */
  public static final long NOINTR = -513;

  /** Made again only if no handler runs. */
  public static final long NOHAND = -514;

  /**
   * A relative sleep was broken off: the guest sees EINTR if a handler runs; without one the sleep
   * goes on to its first deadline, because the handler finds the deadline it kept.
   */
  public static final long RESUME = -516;

  private Restart() {}

  public static boolean isRestart(long result) {
    return result <= SYS && result >= RESUME;
  }
}
