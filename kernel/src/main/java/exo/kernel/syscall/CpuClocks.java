package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Time;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.task.TimeBase;

/**
 * The clocks that show CPU time: the two fixed ids, and those that clock_getcpuclockid(3) makes:
 * the inverted pid above three bits, of which one says thread and two say what is counted. Source:
 * Linux's include/linux/posix-timers_types.h.
 */
final class CpuClocks {
  private static final int THREAD = 4;
  private static final int KIND = 3;
  private static final int VIRTUAL_TIME = 1;
  private static final int NO_KIND = 3;

  private CpuClocks() {}

  /**
   * What a clock counts.
   *
   * @throws Errno EINVAL if it is no CPU clock, or of nobody
   */
  static TimeBase find(Task task, int clock) throws Errno {
    if (clock == Time.CLOCK_PROCESS_CPUTIME_ID) {
      return TimeBase.cpuOf(task.kernel(), task.group());
    }
    if (clock == Time.CLOCK_THREAD_CPUTIME_ID) {
      return TimeBase.cpuOf(task);
    }
    int kind = clock & KIND;
    if (clock >= 0 || kind == NO_KIND) {
      throw Errno.EINVAL;
    }
    if ((clock & THREAD) != 0) {
      return TimeBase.cpuOf(thread(task, clock));
    }
    ThreadGroup g = group(task, clock);
    return kind == VIRTUAL_TIME
        ? TimeBase.userTimeOf(task.kernel(), g)
        : TimeBase.cpuOf(task.kernel(), g);
  }

  private static int number(int clock) {
    return ~(clock >> 3);
  }

  private static Task thread(Task task, int clock) throws Errno {
    int tid = number(clock);
    Task t = tid == 0 ? task : task.kernel().processes().task(tid);
    if (t == null || t.group() != task.group()) {
      throw Errno.EINVAL;
    }
    return t;
  }

  private static ThreadGroup group(Task task, int clock) throws Errno {
    int pid = number(clock);
    ThreadGroup g = pid == 0 ? task.group() : task.kernel().processes().group(pid);
    if (g == null) {
      throw Errno.EINVAL;
    }
    return g;
  }

  /** Whether the clock is that of the calling thread: it cannot wait for itself to run. */
  static boolean isOwnThread(Task task, int clock) {
    int tid = number(clock);
    return (clock & THREAD) != 0 && (tid == 0 || tid == task.tid());
  }
}
