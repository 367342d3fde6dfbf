package exo.kernel.task;

import exo.kernel.time.TimerQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a timer counts by: the machine's monotonic time, or CPU time of a process or of a thread.
 * Each has a queue of its own; those of CPU time are looked at on each tick that finds the process
 * running, as in Linux. Owned by the kernel lock.
 */
public final class TimeBase {
  private final KernelServices kernel;
  private final TimerQueue queue;
  private final @Nullable ThreadGroup group;
  private final @Nullable Task task;
  private final boolean userOnly;

  private TimeBase(
      KernelServices kernel,
      TimerQueue queue,
      @Nullable ThreadGroup group,
      @Nullable Task task,
      boolean userOnly) {
    this.kernel = kernel;
    this.queue = queue;
    this.group = group;
    this.task = task;
    this.userOnly = userOnly;
  }

  /** Monotonic time. */
  public static TimeBase monotonic(KernelServices kernel) {
    return new TimeBase(kernel, kernel.timers(), null, null, false);
  }

  /** User and system time of all threads of a process. */
  public static TimeBase cpuOf(KernelServices kernel, ThreadGroup group) {
    return new TimeBase(kernel, group.timers().cpuQueue(), group, null, false);
  }

  /** User time of all threads of a process. */
  public static TimeBase userTimeOf(KernelServices kernel, ThreadGroup group) {
    return new TimeBase(kernel, group.timers().userQueue(), group, null, true);
  }

  /** User and system time of a thread. */
  public static TimeBase cpuOf(Task task) {
    return new TimeBase(task.kernel(), task.cpuQueue(), null, task, false);
  }

  /** Where its timers wait. */
  public TimerQueue queue() {
    return queue;
  }

  /** What it shows, nanoseconds. */
  public long nowNanos() {
    long now = kernel.clock().monotonicNanos();
    if (task != null) {
      return task.cpuNanos(now);
    }
    if (group == null) {
      return now;
    }
    return userOnly ? group.cpuTimes(now).userNanos() : group.cpuNanos(now);
  }

  /** Whether it can still move on: the thread or process lives. */
  public boolean isAlive() {
    return task != null ? task.isAlive() : group == null || !group.isZombie();
  }
}
