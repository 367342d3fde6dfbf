package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Time;
import exo.kernel.abi.layout.Itimerval;
import exo.kernel.task.IntervalTimer;
import exo.kernel.task.ProcessTimers;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;

/** The three timers that every process has. Source: setitimer(2), alarm(2). */
final class IntervalTimers {
  private IntervalTimers() {}

  private static IntervalTimer find(Task task, long which) throws Errno {
    ProcessTimers timers = task.group().timers();
    return switch ((int) which) {
      case Time.ITIMER_REAL -> timers.real(task.kernel());
      case Time.ITIMER_VIRTUAL -> timers.virtual(task.kernel());
      case Time.ITIMER_PROF -> timers.profiling(task.kernel());
      default -> throw Errno.EINVAL;
    };
  }

  /** Linux {@code getitimer(2)}. */
  static long getitimer(Task task, long which, long at) throws Errno {
    IntervalTimer timer = find(task, which);
    put(task.memory(), at, timer.remainingNanos(), timer.intervalNanos());
    return 0;
  }

  /** Linux {@code setitimer(2)}. As there, no new value stops the timer. */
  static long setitimer(Task task, long which, long at, long old) throws Errno {
    UserMemory m = task.memory();
    long value = 0;
    long interval = 0;
    if (at != 0) {
      interval = UserTime.timeval(m, at + Itimerval.IT_INTERVAL);
      value = UserTime.timeval(m, at + Itimerval.IT_VALUE);
    }
    IntervalTimer timer = find(task, which);
    long oldValue = timer.remainingNanos();
    long oldInterval = timer.intervalNanos();
    timer.set(value, interval);
    Times.expireDue(task);
    if (old != 0) {
      put(m, old, oldValue, oldInterval);
    }
    return 0;
  }

  private static void put(UserMemory m, long at, long value, long interval) throws Errno {
    UserTime.putTimeval(m, at + Itimerval.IT_INTERVAL, interval);
    UserTime.putTimeval(m, at + Itimerval.IT_VALUE, value);
  }

  /** Linux {@code alarm(2)}; answers the seconds that were left, rounded, and never down to 0. */
  static long alarm(Task task, long seconds) {
    IntervalTimer timer = task.group().timers().real(task.kernel());
    long left = timer.remainingNanos();
    timer.set((seconds & 0xffff_ffffL) * Times.SECOND, 0);
    long rounded = left / Times.SECOND;
    long rest = left % Times.SECOND;
    return (rounded == 0 && rest != 0) || rest >= Times.SECOND / 2 ? rounded + 1 : rounded;
  }
}
