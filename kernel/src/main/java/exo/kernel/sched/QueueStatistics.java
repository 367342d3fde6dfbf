package exo.kernel.sched;

/** What one class or fair queue has done. Owned by the kernel lock. */
public final class QueueStatistics {
  private long picks;
  private long waitNanos;
  private long longestWaitNanos;

  void picked(long waitedNanos) {
    picks++;
    waitNanos += waitedNanos;
    longestWaitNanos = Math.max(longestWaitNanos, waitedNanos);
  }

  /** How often one of it was picked. */
  public long picks() {
    return picks;
  }

  /** How long those picked had waited together, nanoseconds. */
  public long waitNanos() {
    return waitNanos;
  }

  /** The longest of those waits. */
  public long longestWaitNanos() {
    return longestWaitNanos;
  }
}
