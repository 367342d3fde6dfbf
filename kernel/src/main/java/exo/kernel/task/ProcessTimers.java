package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.time.TimerQueue;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a process: those of setitimer(2) and timer_create(2), and the queues of all that
 * wait for its CPU time. Owned by the kernel lock.
 */
public final class ProcessTimers {
  private final ThreadGroup group;
  private final TreeMap<Integer, PosixTimer> byId = new TreeMap<>();
  private int nextId;
  private @Nullable TimerQueue cpuQueue;
  private @Nullable TimerQueue userQueue;
  private @Nullable IntervalTimer real;
  private @Nullable IntervalTimer virtual;
  private @Nullable IntervalTimer profiling;

  ProcessTimers(ThreadGroup group) {
    this.group = group;
  }

  TimerQueue cpuQueue() {
    if (cpuQueue == null) {
      cpuQueue = new TimerQueue();
    }
    return cpuQueue;
  }

  TimerQueue userQueue() {
    if (userQueue == null) {
      userQueue = new TimerQueue();
    }
    return userQueue;
  }

  /** ITIMER_REAL. */
  public IntervalTimer real(KernelServices kernel) {
    if (real == null) {
      real = new IntervalTimer(group, Signals.SIGALRM, TimeBase.monotonic(kernel));
    }
    return real;
  }

  /** ITIMER_VIRTUAL. */
  public IntervalTimer virtual(KernelServices kernel) {
    if (virtual == null) {
      virtual = new IntervalTimer(group, Signals.SIGVTALRM, TimeBase.userTimeOf(kernel, group));
    }
    return virtual;
  }

  /** ITIMER_PROF. */
  public IntervalTimer profiling(KernelServices kernel) {
    if (profiling == null) {
      profiling = new IntervalTimer(group, Signals.SIGPROF, TimeBase.cpuOf(kernel, group));
    }
    return profiling;
  }

  /** Takes the number for a timer; numbers are not used again, even when no timer comes of it. */
  public int takeId() {
    int id = nextId;
    nextId = id + 1 & Integer.MAX_VALUE;
    return id;
  }

  /**
   * timer_create(2).
   *
   * @param id of {@link #takeId}
   * @param thread who gets the signal, or null for the process
   * @param signal 1 to 64, or 0 for SIGEV_NONE
   * @param value sigval of the signal
   */
  public PosixTimer create(
      int id, TimeBase base, boolean realtime, @Nullable Task thread, int signal, long value) {
    PosixTimer timer = new PosixTimer(id, group, thread, base, realtime, signal, value);
    byId.put(id, timer);
    return timer;
  }

  /** The timer of timer_create(2) with that number, or null. */
  public @Nullable PosixTimer find(int id) {
    return byId.get(id);
  }

  /** All timers of timer_create(2), by number. */
  public Collection<PosixTimer> all() {
    return byId.values();
  }

  /** timer_delete(2). */
  public void delete(PosixTimer timer) {
    timer.stop();
    byId.remove(timer.id());
  }

  /** execve(2): timers of timer_create(2) end, those of setitimer(2) go on. */
  public void deleteAll() {
    for (PosixTimer timer : List.copyOf(byId.values())) {
      delete(timer);
    }
    nextId = 0;
  }

  /** The process ends: nothing of it expires any more. */
  void end() {
    deleteAll();
    if (real != null) {
      real.stop();
    }
  }

  /** A tick found a thread running: what its CPU time has reached expires. */
  void expireCpu(Task task, long nowNanos) {
    task.expireCpuTimers(nowNanos);
    if (cpuQueue != null && cpuQueue.nextDeadline() != TimerQueue.NEVER) {
      cpuQueue.expire(group.cpuNanos(nowNanos));
    }
    if (userQueue != null && userQueue.nextDeadline() != TimerQueue.NEVER) {
      userQueue.expire(group.cpuTimes(nowNanos).userNanos());
    }
  }
}
