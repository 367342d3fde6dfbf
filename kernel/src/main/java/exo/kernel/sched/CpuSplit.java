package exo.kernel.sched;

/**
 * CPU time split into user and system part: the sum is measured exactly, the split follows what the
 * tick saw, and neither part ever goes back. As Linux's cputime_adjust. Owned by the kernel lock.
 */
public final class CpuSplit {
  private long userTicks;
  private long systemTicks;
  private long userNanos;
  private long systemNanos;

  /** The tick saw so often guest code, and so often the kernel. */
  public void add(int user, int system) {
    userTicks += user;
    systemTicks += system;
  }

  /** Brings both parts up to a total, nanoseconds; returns itself. */
  public CpuSplit upTo(long totalNanos) {
    if (userNanos + systemNanos >= totalNanos) {
      return this;
    }
    long system = 0;
    if (systemTicks != 0) {
      system = (long) ((double) totalNanos * systemTicks / (userTicks + systemTicks));
    }
    system = Math.max(system, systemNanos);
    userNanos = Math.max(totalNanos - system, userNanos);
    systemNanos = totalNanos - userNanos;
    return this;
  }

  /** The user part of the total last given. */
  public long userNanos() {
    return userNanos;
  }

  /** The system part of the total last given. */
  public long systemNanos() {
    return systemNanos;
  }
}
