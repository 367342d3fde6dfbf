package exo.kernel.sched;

import exo.kernel.time.Timer;

/**
 * SCHED_DEADLINE of one entity, as a constant bandwidth server: in each period it may run for its
 * runtime, with the end of its relative deadline as its deadline; when the runtime is used up it
 * waits for the next period. Source: sched(7); Abeni and Buttazzo, "Integrating Multimedia
 * Applications in Hard Real-Time Systems", 1998. Owned by the kernel lock.
 */
public final class DeadlineServer extends Timer {
  private final Scheduler scheduler;
  private final SchedEntity entity;
  private final long runtimeNanos;
  private final long relativeNanos;
  private final long periodNanos;
  private final long flags;

  private long absoluteNanos;
  private long remainingNanos;
  private boolean throttled;
  private boolean missedThis;

  /** It wants to run and is throttled. */
  boolean waits;

  private long periods;
  private long missed;
  private long overruns;
  private long latestNanos;

  DeadlineServer(
      Scheduler scheduler,
      SchedEntity entity,
      long runtimeNanos,
      long relativeNanos,
      long periodNanos,
      long flags,
      long now) {
    this.scheduler = scheduler;
    this.entity = entity;
    this.runtimeNanos = runtimeNanos;
    this.relativeNanos = relativeNanos;
    this.periodNanos = periodNanos;
    this.flags = flags;
    begin(now);
  }

  private void begin(long now) {
    absoluteNanos = now + relativeNanos;
    remainingNanos = runtimeNanos;
    missedThis = false;
    periods++;
  }

  /** It becomes runnable: what is left of the period is kept only if that is no more than fair. */
  void woken(long now) {
    if (throttled) {
      return;
    }
    long left = absoluteNanos - now;
    // remaining / left > runtime / relative, without the divisions.
    if (left <= 0 || (double) remainingNanos * relativeNanos > (double) runtimeNanos * left) {
      begin(now);
    }
  }

  /** When its budget would end if it ran from now on. */
  long budgetEnd(long now) {
    return now + remainingNanos;
  }

  /**
   * It has run.
   *
   * @return whether it has to stop
   */
  boolean ran(long nanos, long now) {
    remainingNanos -= nanos;
    if (now > absoluteNanos) {
      miss(now);
    }
    if (remainingNanos > 0 || throttled) {
      return false;
    }
    overruns++;
    throttle();
    entity.deadlineOverrun();
    return true;
  }

  private void miss(long now) {
    if (!missedThis) {
      missedThis = true;
      missed++;
    }
    latestNanos = Math.max(latestNanos, now - absoluteNanos);
  }

  /** It waits for its next period: its runtime is used up, or given up by sched_yield(2). */
  void throttle() {
    throttled = true;
    scheduler.timers().arm(this, absoluteNanos - relativeNanos + periodNanos);
  }

  @Override
  protected void expired(long now) {
    if (!throttled) {
      scheduler.budgetEnded(entity, now);
      return;
    }
    scheduler.requests().replenish(entity, now);
  }

  /** Its next period begins. */
  void replenish(long now) {
    throttled = false;
    long late = now - (absoluteNanos - relativeNanos + periodNanos);
    if (late >= periodNanos) {
      begin(now);
      return;
    }
    absoluteNanos += periodNanos;
    remainingNanos = Math.min(runtimeNanos, remainingNanos + runtimeNanos);
    missedThis = false;
    periods++;
  }

  boolean isThrottled() {
    return throttled;
  }

  /** The end of the present period's deadline, monotonic. */
  long absoluteDeadlineNanos() {
    return absoluteNanos;
  }

  public long runtimeNanos() {
    return runtimeNanos;
  }

  /** From the begin of a period to its deadline. */
  public long relativeDeadlineNanos() {
    return relativeNanos;
  }

  public long periodNanos() {
    return periodNanos;
  }

  /** SCHED_FLAG_RECLAIM and SCHED_FLAG_DL_OVERRUN, as given. */
  public long flags() {
    return flags;
  }

  /** What is left of the present period's runtime, as of the last charge. */
  public long remainingNanos() {
    return Math.max(0, remainingNanos);
  }

  /** Part of one CPU it may use, times 2^20. */
  long utilisation() {
    return SchedulingRequests.utilisation(runtimeNanos, periodNanos);
  }

  /** Periods begun. */
  public long periods() {
    return periods;
  }

  /** Periods whose deadline passed while it had runtime left and wanted to run. */
  public long missed() {
    return missed;
  }

  /** Periods whose runtime it used up. */
  public long overruns() {
    return overruns;
  }

  /** The most by which it ran past a deadline. */
  public long latestNanos() {
    return latestNanos;
  }
}
