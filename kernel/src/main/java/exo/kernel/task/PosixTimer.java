package exo.kernel.task;

import exo.kernel.signal.PendingSignals;
import exo.kernel.signal.SignalInfo;
import exo.kernel.signal.SignalSource;
import exo.kernel.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A timer of timer_create(2).
 *
 * <p>As in Linux a periodic timer waits, once expired, until its signal is taken: only then it is
 * armed for the next period that lies ahead, and the periods that went by are its overruns. So the
 * shortest period costs no more than the program that asked for it.
 */
public final class PosixTimer extends Timer implements SignalSource {
  /** How long a timer whose signal is ignored sleeps at the least. */
  private static final long IGNORED_NANOS = Ticker.PERIOD_NANOS;

  private final int id;
  private final ThreadGroup group;
  private final @Nullable Task thread;
  private final TimeBase base;
  private final boolean realtime;
  private final int signal;
  private final long value;

  private long dueNanos;
  private long periodNanos;
  private boolean running;
  private boolean queued;
  private long missed;
  private int lastOverrun;

  /**
   * A timer that is not set.
   *
   * @param thread who gets the signal, or null for the process
   * @param base what it counts by
   * @param realtime whether absolute times are of CLOCK_REALTIME
   * @param signal 1 to 64, or 0 for SIGEV_NONE
   * @param value sigval of the signal
   */
  PosixTimer(
      int id,
      ThreadGroup group,
      @Nullable Task thread,
      TimeBase base,
      boolean realtime,
      int signal,
      long value) {
    this.id = id;
    this.group = group;
    this.thread = thread;
    this.base = base;
    this.realtime = realtime;
    this.signal = signal;
    this.value = value;
  }

  public int id() {
    return id;
  }

  /** What it counts by. */
  public TimeBase base() {
    return base;
  }

  /** Whether absolute times are of CLOCK_REALTIME. */
  public boolean isRealtime() {
    return realtime;
  }

  /**
   * timer_settime(2); a signal still pending from before is taken back.
   *
   * @param due when it first expires, by its base
   * @param period nanoseconds, or 0 for once
   */
  public void set(long due, long period) {
    stop();
    dueNanos = due;
    periodNanos = period;
    running = true;
    arm(due);
  }

  /** Not set any more, and nothing of it pending. */
  public void stop() {
    base.queue().cancel(this);
    if (queued) {
      pending().withdraw(this);
      queued = false;
    }
    running = false;
    periodNanos = 0;
    missed = 0;
    lastOverrun = 0;
  }

  private void arm(long due) {
    if (signal != 0 && base.isAlive()) {
      base.queue().arm(this, due);
    }
  }

  private PendingSignals pending() {
    return thread != null ? thread.signals().pending() : group.pending();
  }

  public long periodNanos() {
    return periodNanos;
  }

  /** Nanoseconds until it expires; 0 if it is not set. */
  public long remainingNanos() {
    if (!running) {
      return 0;
    }
    long now = base.nowNanos();
    if (periodNanos != 0 && !isArmed()) {
      missed += forward(now);
    }
    long rest = dueNanos - now;
    if (rest > 0) {
      return rest;
    }
    return signal == 0 ? 0 : 1;
  }

  /** timer_getoverrun(2): of the signal taken last. */
  public int lastOverrun() {
    return lastOverrun;
  }

  /** Moves the expiry past {@code now}; answers how many it passed. */
  private long forward(long now) {
    if (now < dueNanos) {
      return 0;
    }
    long periods = (now - dueNanos) / periodNanos + 1;
    dueNanos += periods * periodNanos;
    return periods;
  }

  @Override
  protected void expired(long nowNanos) {
    running = periodNanos != 0;
    missed = 0;
    SignalInfo info = new SignalInfo(signal, SignalInfo.SI_TIMER, id, 0, value, this);
    queued = true;
    if (thread != null) {
      SignalSending.toTask(thread, info);
    } else {
      SignalSending.toGroup(group, info);
    }
    if (queued && !pending().holds(this)) {
      discarded();
    }
  }

  @Override
  public SignalInfo taken(SignalInfo info) {
    queued = false;
    lastOverrun = 0;
    if (running) {
      missed += forward(base.nowNanos());
      lastOverrun = Math.clamp(missed - 1, 0, Integer.MAX_VALUE);
      missed = 0;
      arm(dueNanos);
    }
    return new SignalInfo(signal, SignalInfo.SI_TIMER, id, lastOverrun, value);
  }

  @Override
  public void discarded() {
    queued = false;
    boolean heard = thread != null ? thread.isAlive() : !group.isZombie();
    if (running && heard) {
      long now = base.nowNanos();
      forward(now);
      arm(Math.max(dueNanos, now + IGNORED_NANOS));
    }
  }
}
