package exo.kernel.sched;

/**
 * What SCHED_FIFO and SCHED_RR may use of the machine while others want to run: 950 ms of each
 * second and CPU, so that a loop at a real-time priority can still be ended from a shell. Source:
 * sched(7), {@code /proc/sys/kernel/sched_rt_runtime_us}. Owned by the kernel lock.
 */
public final class RealtimeBudget {
  /** The share of each CPU, as parts of {@link #PERIOD_NANOS}. */
  public static final long RUNTIME_NANOS = 950_000_000;

  public static final long PERIOD_NANOS = 1_000_000_000;

  private final long allowed;
  private long periodBegan;
  private long used;

  public RealtimeBudget(int cpus) {
    allowed = RUNTIME_NANOS * cpus;
  }

  void ran(long nanos, long now) {
    renew(now);
    used += nanos;
  }

  boolean isSpent(long now) {
    renew(now);
    return used >= allowed;
  }

  private void renew(long now) {
    if (now - periodBegan >= PERIOD_NANOS) {
      periodBegan = now;
      used = 0;
    }
  }
}
