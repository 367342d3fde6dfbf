package exo.kernel.task;

import exo.kernel.signal.SignalInfo;
import exo.kernel.time.Timer;

/** One of the three timers of setitimer(2). Owned by the kernel lock. */
public final class IntervalTimer extends Timer {
  /** What an expired timer that has not been looked at yet still shows, as Linux. */
  private static final long LEAST_NANOS = 1_000;

  private final ThreadGroup group;
  private final int signal;
  private final TimeBase base;
  private long intervalNanos;

  IntervalTimer(ThreadGroup group, int signal, TimeBase base) {
    this.group = group;
    this.signal = signal;
    this.base = base;
  }

  /**
   * Sets it anew.
   *
   * @param valueNanos until it first expires; 0 stops it
   * @param newIntervalNanos between the later expiries; 0 for none
   */
  public void set(long valueNanos, long newIntervalNanos) {
    base.queue().cancel(this);
    intervalNanos = newIntervalNanos;
    if (valueNanos != 0) {
      long due = base.nowNanos() + valueNanos;
      base.queue().arm(this, due < 0 ? Long.MAX_VALUE : due);
    }
  }

  /** Nanoseconds until it expires; 0 if it is not set. */
  public long remainingNanos() {
    return isArmed() ? Math.max(deadlineNanos() - base.nowNanos(), LEAST_NANOS) : 0;
  }

  public long intervalNanos() {
    return intervalNanos;
  }

  void stop() {
    base.queue().cancel(this);
  }

  @Override
  protected void expired(long nowNanos) {
    SignalSending.toGroup(group, SignalInfo.kernel(signal));
    if (intervalNanos != 0) {
      long missed = (nowNanos - deadlineNanos()) / intervalNanos;
      base.queue().arm(this, deadlineNanos() + (missed + 1) * intervalNanos);
    }
  }
}
