package exo.kernel.sched;

import org.jspecify.annotations.Nullable;

/** What a run queue holds: a task, as far as scheduling is concerned. Owned by the kernel lock. */
public abstract class SchedEntity {
  @Nullable SchedEntity nextRunnable;
  boolean queued;

  /** Monotonic time at which it was last given a CPU. */
  private long startedNanos;

  /** CPU time of all finished turns. */
  private long ranNanos;

  private boolean running;
  private final CpuSplit split = new CpuSplit();

  /** A CPU begins to run it. */
  public final void startTurn(long nowNanos) {
    startedNanos = nowNanos;
    running = true;
  }

  /** The CPU turns to something else. */
  public final void endTurn(long nowNanos) {
    ranNanos += nowNanos - startedNanos;
    running = false;
  }

  public final boolean isRunning() {
    return running;
  }

  /** CPU time used so far, the running turn included, in nanoseconds. */
  public final long cpuNanos(long nowNanos) {
    return running ? ranNanos + (nowNanos - startedNanos) : ranNanos;
  }

  /** Ticks that saw it run. */
  public final CpuSplit split() {
    return split;
  }

  /** CPU time used so far, split into user and system time. */
  public final CpuSplit cpuTimes(long nowNanos) {
    return split.upTo(cpuNanos(nowNanos));
  }

  public final boolean isQueued() {
    return queued;
  }
}
