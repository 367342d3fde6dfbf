package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Resource;
import exo.kernel.sched.CpuSplit;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.ResourceUse;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.uaccess.UserMemory;

/** Resource limits and use. Source: getrlimit(2), getrusage(2), getpriority(2). */
final class Limits {
  private static final int RUSAGE_SIZE = 144;
  private static final int KIB_PER_PAGE = 4;

  /** Hard ceiling of RLIMIT_NOFILE, /proc/sys/fs/nr_open. */
  static final long NR_OPEN = 1_048_576;

  private Limits() {}

  /** Linux {@code getrlimit(2)}. */
  static long getrlimit(Task task, long resource, long at) throws Errno {
    int r = index(resource);
    put(task.memory(), at, task.group().limits(), r);
    return 0;
  }

  /** Linux {@code setrlimit(2)}. */
  static long setrlimit(Task task, long resource, long at) throws Errno {
    UserMemory m = task.memory();
    long soft = m.getLong(at);
    long hard = m.getLong(at + 8);
    set(task, task.group().limits(), index(resource), soft, hard);
    return 0;
  }

  /** Linux {@code prlimit64(2)}. */
  static long prlimit64(Task task, long pid, long resource, long newLimit, long oldLimit)
      throws Errno {
    UserMemory m = task.memory();
    long soft = newLimit == 0 ? 0 : m.getLong(newLimit);
    long hard = newLimit == 0 ? 0 : m.getLong(newLimit + 8);
    ThreadGroup g = group(task, (int) pid);
    int r = index(resource);
    ResourceLimits limits = g.limits();
    long oldSoft = limits.soft(r);
    long oldHard = limits.hard(r);
    if (newLimit != 0) {
      set(task, limits, r, soft, hard);
    }
    if (oldLimit != 0) {
      m.putLong(oldLimit, oldSoft);
      m.putLong(oldLimit + 8, oldHard);
    }
    return 0;
  }

  private static ThreadGroup group(Task task, int pid) throws Errno {
    if (pid == 0) {
      return task.group();
    }
    Task t = task.kernel().processes().taskOrZombie(pid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    if (t.group() != task.group()
        && !Permission.isSameUser(task.credentials(), t.credentials())
        && !task.credentials().hasCapability(Capability.CAP_SYS_RESOURCE)) {
      throw Errno.EPERM;
    }
    return t.group();
  }

  private static void put(UserMemory m, long at, ResourceLimits limits, int r) throws Errno {
    m.putLong(at, limits.soft(r));
    m.putLong(at + 8, limits.hard(r));
  }

  private static void set(Task task, ResourceLimits limits, int r, long soft, long hard)
      throws Errno {
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw Errno.EINVAL;
    }
    if (r == Resource.RLIMIT_NOFILE && Long.compareUnsigned(hard, NR_OPEN) > 0) {
      throw Errno.EPERM;
    }
    if (Long.compareUnsigned(hard, limits.hard(r)) > 0
        && !task.credentials().hasCapability(Capability.CAP_SYS_RESOURCE)) {
      throw Errno.EPERM;
    }
    limits.set(r, soft, hard);
  }

  private static int index(long resource) throws Errno {
    int r = (int) resource;
    if (r < 0 || r >= ResourceLimits.COUNT) {
      throw Errno.EINVAL;
    }
    return r;
  }

  /** Linux {@code getrusage(2)}. */
  static long getrusage(Task task, long who, long at) throws Errno {
    UserMemory m = task.memory();
    ThreadGroup g = task.group();
    long now = task.kernel().clock().monotonicNanos();
    long user;
    long system;
    switch ((int) who) {
      case Resource.RUSAGE_SELF -> {
        CpuSplit t = g.cpuTimes(now);
        user = t.userNanos();
        system = t.systemNanos();
      }
      case Resource.RUSAGE_CHILDREN -> {
        user = g.childrenUserNanos();
        system = g.childrenSystemNanos();
      }
      case Resource.RUSAGE_THREAD -> {
        CpuSplit t = task.cpuTimes(now);
        user = t.userNanos();
        system = t.systemNanos();
      }
      default -> throw Errno.EINVAL;
    }
    if (m.zero(at, RUSAGE_SIZE) != RUSAGE_SIZE) {
      throw Errno.EFAULT;
    }
    putTimeval(m, at, user);
    putTimeval(m, at + 16, system);
    if ((int) who == Resource.RUSAGE_CHILDREN) {
      putUse(m, at, g.childrenUse());
      return 0;
    }
    putUse(m, at, g.use());
    long peak = Math.max(g.use().peakPages, task.space().usage().peakResident());
    m.putLong(at + 32, peak * KIB_PER_PAGE);
    if ((int) who == Resource.RUSAGE_THREAD) {
      m.putLong(at + 128, task.statistics().voluntarySwitches);
      m.putLong(at + 136, task.statistics().involuntarySwitches);
    }
    return 0;
  }

  /** What struct rusage has besides times. */
  static void putUse(UserMemory m, long at, ResourceUse use) throws Errno {
    m.putLong(at + 32, use.peakPages * KIB_PER_PAGE);
    m.putLong(at + 64, use.minorFaults);
    m.putLong(at + 72, use.majorFaults);
    m.putLong(at + 128, use.voluntarySwitches);
    m.putLong(at + 136, use.involuntarySwitches);
  }

  static void putTimeval(UserMemory m, long at, long nanos) throws Errno {
    m.putLong(at, nanos / Times.SECOND);
    m.putLong(at + 8, nanos % Times.SECOND / 1000);
  }

  /** Linux {@code getpriority(2)}; answers 20 minus the nice value. */
  static long getpriority(Task task, long which, long who) throws Errno {
    int best = -1;
    for (Task t : Selection.byPriorityTarget(task, (int) which, (int) who)) {
      best = Math.max(best, 20 - t.nice());
    }
    if (best < 0) {
      throw Errno.ESRCH;
    }
    return best;
  }

  /** Linux {@code setpriority(2)}. */
  static long setpriority(Task task, long which, long who, long nice) throws Errno {
    int value = Math.max(-20, Math.min(19, (int) nice));
    boolean found = false;
    Errno error = null;
    for (Task t : Selection.byPriorityTarget(task, (int) which, (int) who)) {
      found = true;
      if (!Permission.isSameUser(task.credentials(), t.credentials())
          && !task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
        error = Errno.EPERM;
      } else if (value < t.nice()
          && 20 - value > t.group().limits().bound(Resource.RLIMIT_NICE)
          && !task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
        error = Errno.EACCES;
      } else {
        task.kernel().scheduler().requests().nice(t, value, task.kernel().clock().monotonicNanos());
      }
    }
    if (!found) {
      throw Errno.ESRCH;
    }
    if (error != null) {
      throw error;
    }
    return 0;
  }
}
