package exo.kernel.time;

/** One expiry in a {@link TimerQueue}; re-armed as often as its owner likes. */
public abstract class Timer {
  long deadlineNanos;
  int position = -1;

  /** The time came. Called once an arming, under the kernel lock. */
  protected abstract void expired(long nowNanos);

  public final boolean isArmed() {
    return position >= 0;
  }

  /** Monotonic nanoseconds; meaningful while armed. */
  public final long deadlineNanos() {
    return deadlineNanos;
  }
}
