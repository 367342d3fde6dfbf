package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Time;
import exo.kernel.abi.layout.Itimerspec;
import exo.kernel.fs.anon.TimerFile;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;

/**
 * Timers as descriptors. Nobody can set the machine's time, so TFD_TIMER_CANCEL_ON_SET never has
 * anything to cancel. Source: timerfd_create(2).
 */
final class TimerFiles {
  private TimerFiles() {}

  /** Linux {@code timerfd_create(2)}. */
  static long timerfd_create(Task task, long clock, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, Time.TFD_CLOEXEC | Time.TFD_NONBLOCK);
    int id = (int) clock;
    switch (id) {
      case Time.CLOCK_REALTIME,
          Time.CLOCK_MONOTONIC,
          Time.CLOCK_BOOTTIME,
          Time.CLOCK_REALTIME_ALARM,
          Time.CLOCK_BOOTTIME_ALARM -> {
        boolean alarm = id == Time.CLOCK_REALTIME_ALARM || id == Time.CLOCK_BOOTTIME_ALARM;
        if (alarm && !task.credentials().hasCapability(Capability.CAP_WAKE_ALARM)) {
          throw Errno.EPERM;
        }
        KernelServices k = task.kernel();
        TimerFile made = k.anonymousFiles().timer(k.clock(), k.timers(), id, f & Time.TFD_NONBLOCK);
        return DescriptorCalls.add(task, made, (f & Time.TFD_CLOEXEC) != 0);
      }
      default -> throw Errno.EINVAL;
    }
  }

  private static TimerFile find(Task task, long fd) throws Errno {
    if (task.files().get((int) fd) instanceof TimerFile timer) {
      return timer;
    }
    throw Errno.EINVAL;
  }

  /** Linux {@code timerfd_settime(2)}. */
  static long timerfd_settime(Task task, long fd, long flags, long at, long old) throws Errno {
    UserMemory m = task.memory();
    // All of it can be read before any of it is looked at.
    m.getLong(at);
    m.getLong(at + Itimerspec.SIZE - Long.BYTES);
    UserPath.checkFlags((int) flags, Time.TFD_TIMER_ABSTIME | Time.TFD_TIMER_CANCEL_ON_SET);
    long value = UserTime.timespec(m, at + Itimerspec.IT_VALUE);
    long period = UserTime.timespec(m, at + Itimerspec.IT_INTERVAL);
    TimerFile timer = find(task, fd);
    long oldValue = timer.remainingNanos();
    long oldPeriod = timer.periodNanos();
    timer.set(due(task, timer, value, (int) flags), period, (int) flags);
    if (old != 0) {
      put(m, old, oldValue, oldPeriod);
    }
    return 0;
  }

  private static long due(Task task, TimerFile timer, long value, int flags) throws Errno {
    if (value == 0) {
      return -1;
    }
    if ((flags & Time.TFD_TIMER_ABSTIME) == 0) {
      return Times.add(task.kernel().clock().monotonicNanos(), value);
    }
    // What lies before the machine's boot is due at once.
    return Math.max(Times.toMonotonic(task, timer.clockId(), value), 0);
  }

  private static void put(UserMemory m, long at, long value, long period) throws Errno {
    UserTime.putTimespec(m, at + Itimerspec.IT_INTERVAL, period);
    UserTime.putTimespec(m, at + Itimerspec.IT_VALUE, value);
  }

  /** Linux {@code timerfd_gettime(2)}. */
  static long timerfd_gettime(Task task, long fd, long at) throws Errno {
    TimerFile timer = find(task, fd);
    put(task.memory(), at, timer.remainingNanos(), timer.periodNanos());
    return 0;
  }
}
