package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Time;
import exo.kernel.sched.CpuSplit;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.task.TimeBase;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;

/** Clocks and sleeping. Source: time(7), clock_gettime(2), clock_nanosleep(2). */
final class Times {
  static final long SECOND = 1_000_000_000L;
  static final long MILLISECOND = 1_000_000L;

  /** sysconf(_SC_CLK_TCK): ticks a second in times(2) and procfs. */
  static final long USER_HZ = 100;

  private static final long CALL_NANOS = 1000;

  private static final long COARSE_RESOLUTION = 4_000_000;

  private Times() {}

  /**
   * What was set for less than a microsecond ahead has expired when the call that set it returns: a
   * call takes as long.
   */
  static void expireDue(Task task) {
    task.kernel().timers().expire(task.kernel().clock().monotonicNanos() + CALL_NANOS);
  }

  /** Linux {@code clock_gettime(2)}. */
  static long clock_gettime(Task task, long clock, long ts) throws Errno {
    UserTime.putTimespec(task.memory(), ts, read(task, (int) clock));
    return 0;
  }

  /** Linux {@code clock_getres(2)}. */
  static long clock_getres(Task task, long clock, long ts) throws Errno {
    read(task, (int) clock);
    if (ts != 0) {
      boolean coarse = clock == Time.CLOCK_REALTIME_COARSE || clock == Time.CLOCK_MONOTONIC_COARSE;
      UserTime.putTimespec(task.memory(), ts, coarse ? COARSE_RESOLUTION : 1);
    }
    return 0;
  }

  /** Linux {@code clock_settime(2)}. The machine's time is the host's: nobody may set it. */
  static long clock_settime(Task task, long clock, long ts) throws Errno {
    int id = (int) clock;
    if (id != Time.CLOCK_REALTIME) {
      throw Errno.EINVAL;
    }
    UserTime.timespec(task.memory(), ts);
    throw Errno.EPERM;
  }

  /** Linux {@code gettimeofday(2)}. */
  static long gettimeofday(Task task, long tv, long tz) throws Errno {
    UserMemory m = task.memory();
    if (tv != 0) {
      long now = task.kernel().clock().realtimeNanos();
      m.putLong(tv, now / SECOND);
      m.putLong(tv + 8, now % SECOND / 1000);
    }
    if (tz != 0) {
      m.putLong(tz, 0);
    }
    return 0;
  }

  /** Linux {@code settimeofday(2)}. As {@link #clock_settime}. */
  static long settimeofday(Task task, long tv, long tz) throws Errno {
    if (tv != 0) {
      long micros = task.memory().getLong(tv + 8);
      if (micros < 0 || micros > 1_000_000) {
        throw Errno.EINVAL;
      }
    }
    if (tz != 0) {
      task.memory().getLong(tz);
    }
    throw Errno.EPERM;
  }

  /** Linux {@code time(2)}. */
  static long time(Task task, long at) throws Errno {
    long seconds = task.kernel().clock().realtimeNanos() / SECOND;
    if (at != 0) {
      task.memory().putLong(at, seconds);
    }
    return seconds;
  }

  /** Linux {@code times(2)}. */
  static long times(Task task, long buf) throws Errno {
    long now = task.kernel().clock().monotonicNanos();
    if (buf != 0) {
      ThreadGroup g = task.group();
      UserMemory m = task.memory();
      CpuSplit own = g.cpuTimes(now);
      m.putLong(buf, ticks(own.userNanos()));
      m.putLong(buf + 8, ticks(own.systemNanos()));
      m.putLong(buf + 16, ticks(g.childrenUserNanos()));
      m.putLong(buf + 24, ticks(g.childrenSystemNanos()));
    }
    return ticks(now);
  }

  static long ticks(long nanos) {
    return nanos / (SECOND / USER_HZ);
  }

  /** Linux {@code nanosleep(2)}. */
  static long nanosleep(Task task, long request, long remaining) throws Errno {
    return sleep(task, Time.CLOCK_MONOTONIC, false, request, remaining);
  }

  /** Linux {@code clock_nanosleep(2)}. */
  static long clock_nanosleep(Task task, long clock, long flags, long request, long remaining)
      throws Errno {
    int id = (int) clock;
    boolean absolute = ((int) flags & Time.TIMER_ABSTIME) != 0;
    return switch (id) {
      case Time.CLOCK_REALTIME, Time.CLOCK_MONOTONIC, Time.CLOCK_BOOTTIME, Time.CLOCK_TAI ->
          sleep(task, id, absolute, request, remaining);
      case Time.CLOCK_PROCESS_CPUTIME_ID ->
          cpuSleep(task, CpuClocks.find(task, id), absolute, request, remaining);
      case Time.CLOCK_THREAD_CPUTIME_ID,
          Time.CLOCK_MONOTONIC_RAW,
          Time.CLOCK_REALTIME_COARSE,
          Time.CLOCK_MONOTONIC_COARSE,
          Time.CLOCK_REALTIME_ALARM,
          Time.CLOCK_BOOTTIME_ALARM ->
          throw Errno.EOPNOTSUPP;
      default -> {
        TimeBase base = CpuClocks.find(task, id);
        if (CpuClocks.isOwnThread(task, id)) {
          throw Errno.EINVAL;
        }
        yield cpuSleep(task, base, absolute, request, remaining);
      }
    };
  }

  /** Waits until a process or thread has used so much CPU time. */
  private static long cpuSleep(
      Task task, TimeBase base, boolean absolute, long request, long remaining) throws Errno {
    long now = base.nowNanos();
    if (!task.call().isResumed()) {
      long nanos = UserTime.timespec(task.memory(), request);
      task.call().keepLong(0, absolute ? nanos : add(now, nanos));
    }
    long deadline = task.call().keptLong(0);
    if (now >= deadline) {
      return 0;
    }
    long answer = task.blockUntil(base, deadline, absolute ? Restart.NOHAND : Restart.RESUME);
    if (answer == Restart.RESUME && remaining != 0) {
      UserTime.putTimespec(task.memory(), remaining, deadline - now);
    }
    return answer;
  }

  private static long sleep(Task task, int clock, boolean absolute, long request, long remaining)
      throws Errno {
    long now = task.kernel().clock().monotonicNanos();
    if (!task.call().isResumed()) {
      long nanos = UserTime.timespec(task.memory(), request);
      task.call().keepLong(0, absolute ? toMonotonic(task, clock, nanos) : add(now, nanos));
    }
    long deadline = task.call().keptLong(0);
    if (now >= deadline) {
      return 0;
    }
    long answer = task.park(deadline, absolute ? Restart.NOHAND : Restart.RESUME);
    if (answer == Task.BLOCKED) {
      return answer;
    }
    if (absolute) {
      return answer;
    }
    if (remaining != 0) {
      UserTime.putTimespec(task.memory(), remaining, deadline - now);
    }
    return Restart.RESUME;
  }

  /** The monotonic time at which a clock shows {@code nanos}. */
  static long toMonotonic(Task task, int clock, long nanos) throws Errno {
    long now = task.kernel().clock().monotonicNanos();
    return add(now, nanos - read(task, clock));
  }

  /** When a wait of so many nanoseconds from now ends; a negative one never does. */
  static long deadline(Task task, long nanos) {
    return nanos < 0 ? Task.NO_DEADLINE : add(task.kernel().clock().monotonicNanos(), nanos);
  }

  /** When a clock shows the timespec at {@code va}, by the monotonic one; 0 is no deadline. */
  static long deadline(Task task, int clock, long va) throws Errno {
    return va == 0
        ? Task.NO_DEADLINE
        : toMonotonic(task, clock, UserTime.timespec(task.memory(), va));
  }

  /** Later by so much; what is too far for a long is no deadline. */
  static long add(long now, long nanos) {
    long sum = now + nanos;
    return nanos > 0 && sum < 0 ? Task.NO_DEADLINE : sum;
  }

  /** What a clock shows, nanoseconds. Negative ids name the CPU clocks of processes and threads. */
  static long read(Task task, int clock) throws Errno {
    var k = task.kernel();
    return switch (clock) {
      case Time.CLOCK_REALTIME,
          Time.CLOCK_REALTIME_COARSE,
          Time.CLOCK_REALTIME_ALARM,
          Time.CLOCK_TAI ->
          k.clock().realtimeNanos();
      case Time.CLOCK_MONOTONIC,
          Time.CLOCK_MONOTONIC_RAW,
          Time.CLOCK_MONOTONIC_COARSE,
          Time.CLOCK_BOOTTIME,
          Time.CLOCK_BOOTTIME_ALARM ->
          k.clock().monotonicNanos();
      case Time.CLOCK_PROCESS_CPUTIME_ID -> task.group().cpuNanos(k.clock().monotonicNanos());
      case Time.CLOCK_THREAD_CPUTIME_ID -> task.cpuNanos(k.clock().monotonicNanos());
      default -> CpuClocks.find(task, clock).nowNanos();
    };
  }
}
