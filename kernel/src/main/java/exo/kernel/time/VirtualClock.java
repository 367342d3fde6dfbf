package exo.kernel.time;

/**
 * Time that moves only when told: a machine on it does the same thing every time. The kernel moves
 * it a little at each trap, and to the next deadline when nothing can run. Owned by the kernel
 * lock.
 */
public final class VirtualClock implements Clock {
  private final long epochNanos;
  private long nowNanos;

  /**
   * @param epochNanos CLOCK_REALTIME at boot, nanoseconds since 1970
   */
  public VirtualClock(long epochNanos) {
    this.epochNanos = epochNanos;
  }

  @Override
  public long monotonicNanos() {
    return nowNanos;
  }

  @Override
  public long realtimeNanos() {
    return epochNanos + nowNanos;
  }

  /** Moves time on by {@code nanos} >= 0. */
  public void advance(long nanos) {
    nowNanos += nanos;
  }

  /** Moves time on to {@code deadlineNanos} if that lies ahead. */
  public void advanceTo(long deadlineNanos) {
    nowNanos = Math.max(nowNanos, deadlineNanos);
  }
}
