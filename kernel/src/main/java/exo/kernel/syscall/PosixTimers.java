package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Time;
import exo.kernel.abi.layout.Itimerspec;
import exo.kernel.abi.layout.Sigevent;
import exo.kernel.signal.Signal;
import exo.kernel.task.PosixTimer;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Task;
import exo.kernel.task.TimeBase;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import org.jspecify.annotations.Nullable;

/** Timers by number. Source: timer_create(2), timer_settime(2), timer_getoverrun(2). */
final class PosixTimers {
  /** A clock of other machines. */
  private static final int CLOCK_SGI_CYCLE = 10;

  private PosixTimers() {}

  /** Linux {@code timer_create(2)}. */
  static long timer_create(Task task, long clock, long event, long id) throws Errno {
    int c = (int) clock;
    UserMemory m = task.memory();
    if (event != 0) {
      m.read(event, Sigevent.SIZE);
    }
    check(c);
    if (task.group().timers().all().size()
        >= task.group().limits().bound(ResourceLimits.SIGPENDING)) {
      throw Errno.EAGAIN;
    }
    int number = task.group().timers().takeId();
    int signal = Signals.SIGALRM;
    long value = number;
    @Nullable Task thread = null;
    if (event != 0) {
      value = m.getLong(event + Sigevent.SIGEV_VALUE);
      signal = m.getInt(event + Sigevent.SIGEV_SIGNO);
      int notify = m.getInt(event + Sigevent.SIGEV_NOTIFY);
      switch (notify) {
        case Signals.SIGEV_NONE -> signal = 0;
        case Signals.SIGEV_SIGNAL, Signals.SIGEV_THREAD -> valid(signal);
        case Signals.SIGEV_THREAD_ID -> {
          thread = thread(task, m.getInt(event + Sigevent.SIGEV_UN));
          valid(signal);
        }
        default -> throw Errno.EINVAL;
      }
    }
    m.putInt(id, number);
    TimeBase base = base(task, c);
    task.group().timers().create(number, base, isRealtime(c), thread, signal, value);
    return 0;
  }

  private static void valid(int signal) throws Errno {
    if (!Signal.isValid(signal)) {
      throw Errno.EINVAL;
    }
  }

  private static Task thread(Task task, int tid) throws Errno {
    Task thread = task.kernel().processes().task(tid);
    if (thread == null || thread.group() != task.group()) {
      throw Errno.EINVAL;
    }
    return thread;
  }

  private static boolean isRealtime(int clock) {
    return clock == Time.CLOCK_REALTIME || clock == Time.CLOCK_TAI;
  }

  /** What is no clock, or has no timers, is told before a number is taken. */
  private static void check(int clock) throws Errno {
    switch (clock) {
      case Time.CLOCK_MONOTONIC_RAW, Time.CLOCK_REALTIME_COARSE, Time.CLOCK_MONOTONIC_COARSE ->
          throw Errno.EOPNOTSUPP;
      case CLOCK_SGI_CYCLE -> throw Errno.EINVAL;
      default -> {
        if (clock > Time.CLOCK_TAI) {
          throw Errno.EINVAL;
        }
      }
    }
  }

  private static TimeBase base(Task task, int clock) throws Errno {
    return switch (clock) {
      case Time.CLOCK_REALTIME, Time.CLOCK_TAI, Time.CLOCK_MONOTONIC, Time.CLOCK_BOOTTIME ->
          TimeBase.monotonic(task.kernel());
      // No clock of this machine wakes it from sleep.
      case Time.CLOCK_REALTIME_ALARM, Time.CLOCK_BOOTTIME_ALARM -> throw Errno.EOPNOTSUPP;
      default -> CpuClocks.find(task, clock);
    };
  }

  private static PosixTimer find(Task task, long id) throws Errno {
    PosixTimer timer = task.group().timers().find((int) id);
    if (timer == null) {
      throw Errno.EINVAL;
    }
    return timer;
  }

  /** Linux {@code timer_settime(2)}. */
  static long timer_settime(Task task, long id, long flags, long at, long old) throws Errno {
    if (at == 0) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    // All of it can be read before any of it is looked at.
    m.getLong(at);
    m.getLong(at + Itimerspec.SIZE - Long.BYTES);
    long value = UserTime.timespec(m, at + Itimerspec.IT_VALUE);
    long period = UserTime.timespec(m, at + Itimerspec.IT_INTERVAL);
    PosixTimer timer = find(task, id);
    long oldValue = timer.remainingNanos();
    long oldPeriod = timer.periodNanos();
    if (value == 0) {
      timer.stop();
    } else {
      timer.set(due(task, timer, value, ((int) flags & Time.TIMER_ABSTIME) != 0), period);
      Times.expireDue(task);
    }
    if (old != 0) {
      put(m, old, oldValue, oldPeriod);
    }
    return 0;
  }

  private static long due(Task task, PosixTimer timer, long value, boolean absolute) throws Errno {
    if (!absolute) {
      return Times.add(timer.base().nowNanos(), value);
    }
    return timer.isRealtime() ? Times.toMonotonic(task, Time.CLOCK_REALTIME, value) : value;
  }

  private static void put(UserMemory m, long at, long value, long period) throws Errno {
    UserTime.putTimespec(m, at + Itimerspec.IT_INTERVAL, period);
    UserTime.putTimespec(m, at + Itimerspec.IT_VALUE, value);
  }

  /** Linux {@code timer_gettime(2)}. */
  static long timer_gettime(Task task, long id, long at) throws Errno {
    PosixTimer timer = find(task, id);
    put(task.memory(), at, timer.remainingNanos(), timer.periodNanos());
    return 0;
  }

  /** Linux {@code timer_getoverrun(2)}. */
  static long timer_getoverrun(Task task, long id) throws Errno {
    return find(task, id).lastOverrun();
  }

  /** Linux {@code timer_delete(2)}. */
  static long timer_delete(Task task, long id) throws Errno {
    task.group().timers().delete(find(task, id));
    return 0;
  }
}
