package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadExtras;
import exo.kernel.task.Ticker;
import exo.kernel.uaccess.UserMemory;

/** Scheduling policies and affinity. Source: sched(7). */
final class Scheduling {
  private static final int MAX_REALTIME = 99;

  private Scheduling() {}

  /** Linux {@code sched_yield(2)}. */
  static long sched_yield(Task task) {
    task.yieldCpu();
    return 0;
  }

  static Task find(Task task, long pid) throws Errno {
    if ((int) pid < 0) {
      throw Errno.EINVAL;
    }
    return findAny(task, pid);
  }

  private static Task findAny(Task task, long pid) throws Errno {
    Task t = (int) pid == 0 ? task : task.kernel().processes().task((int) pid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    return t;
  }

  /** Linux {@code sched_getaffinity(2)}; answers the bytes written. */
  static long sched_getaffinity(Task task, long pid, long len, long mask) throws Errno {
    int cpus = task.kernel().config().cpus();
    if ((int) len * 8L < cpus || (len & 7) != 0) {
      throw Errno.EINVAL;
    }
    Task t = findAny(task, pid);
    task.memory().putLong(mask, t.extras().affinity & all(cpus));
    return 8;
  }

  /** Linux {@code sched_setaffinity(2)}. */
  static long sched_setaffinity(Task task, long pid, long len, long mask) throws Errno {
    int n = (int) Math.clamp(len, 0L, 8L);
    byte[] bytes = task.memory().read(mask, n);
    long wanted = 0;
    for (int i = 0; i < n; i++) {
      wanted |= (bytes[i] & 0xffL) << (i * 8);
    }
    Task t = findAny(task, pid);
    mayChange(task, t);
    long usable = wanted & all(task.kernel().config().cpus());
    if (usable == 0) {
      throw Errno.EINVAL;
    }
    t.extras().affinity = wanted;
    return 0;
  }

  private static long all(int cpus) {
    return cpus == 64 ? -1 : (1L << cpus) - 1;
  }

  private static void mayChange(Task task, Task target) throws Errno {
    int euid = task.credentials().euid();
    if (euid != target.credentials().uid()
        && euid != target.credentials().euid()
        && !task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
      throw Errno.EPERM;
    }
  }

  /** Linux {@code sched_getscheduler(2)}. */
  static long sched_getscheduler(Task task, long pid) throws Errno {
    ThreadExtras e = find(task, pid).extras();
    return e.resetOnFork ? e.policy | Sched.SCHED_RESET_ON_FORK : e.policy;
  }

  /** Linux {@code sched_setscheduler(2)}. */
  static long sched_setscheduler(Task task, long pid, long policy, long param) throws Errno {
    if ((int) policy < 0) {
      throw Errno.EINVAL;
    }
    set(task, pid, (int) policy, param);
    return 0;
  }

  /** Linux {@code sched_setparam(2)}. */
  static long sched_setparam(Task task, long pid, long param) throws Errno {
    set(task, pid, -1, param);
    return 0;
  }

  private static void set(Task task, long pid, int policy, long param) throws Errno {
    if (param == 0 || (int) pid < 0) {
      throw Errno.EINVAL;
    }
    int priority = task.memory().getInt(param);
    apply(task, find(task, pid), policy, priority);
  }

  /**
   * Checks and sets.
   *
   * @param policy with SCHED_RESET_ON_FORK or not; negative for the one there is
   * @throws Errno EINVAL, EPERM
   */
  static void apply(Task task, Task t, int policy, int priority) throws Errno {
    ThreadExtras e = t.extras();
    int wanted = policy < 0 ? e.policy : policy & ~Sched.SCHED_RESET_ON_FORK;
    boolean realtime = isRealtime(wanted);
    boolean known =
        realtime
            || wanted == Sched.SCHED_NORMAL
            || wanted == Sched.SCHED_BATCH
            || wanted == Sched.SCHED_IDLE;
    if (!known || (realtime ? priority < 1 || priority > MAX_REALTIME : priority != 0)) {
      throw Errno.EINVAL;
    }
    mayChange(task, t);
    if (realtime
        && priority > t.group().limits().bound(exo.kernel.task.ResourceLimits.RTPRIO)
        && !task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
      throw Errno.EPERM;
    }
    e.policy = wanted;
    if (policy >= 0) {
      e.resetOnFork = (policy & Sched.SCHED_RESET_ON_FORK) != 0;
    }
    e.realtimePriority = priority;
  }

  static boolean isRealtime(int policy) {
    return policy == Sched.SCHED_FIFO || policy == Sched.SCHED_RR;
  }

  /** Linux {@code sched_getparam(2)}. */
  static long sched_getparam(Task task, long pid, long param) throws Errno {
    if (param == 0) {
      throw Errno.EINVAL;
    }
    task.memory().putInt(param, find(task, pid).extras().realtimePriority);
    return 0;
  }

  /** Linux {@code sched_get_priority_max(2)}. */
  static long sched_get_priority_max(Task task, long policy) throws Errno {
    return isRealtime(known(policy)) ? MAX_REALTIME : 0;
  }

  /** Linux {@code sched_get_priority_min(2)}. */
  static long sched_get_priority_min(Task task, long policy) throws Errno {
    return isRealtime(known(policy)) ? 1 : 0;
  }

  private static int known(long policy) throws Errno {
    return switch ((int) policy) {
      case Sched.SCHED_NORMAL,
          Sched.SCHED_FIFO,
          Sched.SCHED_RR,
          Sched.SCHED_BATCH,
          Sched.SCHED_IDLE,
          Sched.SCHED_DEADLINE ->
          (int) policy;
      default -> throw Errno.EINVAL;
    };
  }

  /** Linux {@code sched_rr_get_interval(2)}. */
  static long sched_rr_get_interval(Task task, long pid, long ts) throws Errno {
    Task t = find(task, pid);
    UserMemory m = task.memory();
    Times.putTimespec(m, ts, t.extras().policy == Sched.SCHED_FIFO ? 0 : Ticker.PERIOD_NANOS);
    return 0;
  }
}
