package exo.kernel.sched;

/** What one class or fair queue has done. Owned by the kernel lock. */
public final class QueueStatistics {
  /** How often one of it was picked. */
  public long picks;

  /** How long those picked had waited, nanoseconds: in all, and the longest. */
  public long waitNanos;

  public long longestWaitNanos;

  void picked(long waitedNanos) {
    picks++;
    waitNanos += waitedNanos;
    longestWaitNanos = Math.max(longestWaitNanos, waitedNanos);
  }
}
