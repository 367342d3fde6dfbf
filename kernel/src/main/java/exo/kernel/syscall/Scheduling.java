package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.sched.Scheduler;
import exo.kernel.sched.SchedulingRequests;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserTime;

/** Scheduling policies and affinity. Source: sched(7). */
final class Scheduling {
  private static final int MAX_REALTIME = 99;

  // Bounds of SCHED_DEADLINE, nanoseconds: the periods as in /proc/sys/kernel/sched_deadline_*.
  private static final long LEAST_RUNTIME = 1 << 10;
  private static final long LEAST_PERIOD = 100_000;
  private static final long LONGEST_PERIOD = (1L << 22) * 1000;

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
    Task t = (int) pid == 0 ? task : task.kernel().processes().taskOrZombie((int) pid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    return t;
  }

  /** Linux {@code sched_getaffinity(2)}; answers the bytes written. */
  static long sched_getaffinity(Task task, long pid, long len, long mask) throws Errno {
    int cpus = task.kernel().config().cpus();
    // Linux counts the bits in 32 bits.
    if (Integer.compareUnsigned((int) len << 3, cpus) < 0 || (len & 7) != 0) {
      throw Errno.EINVAL;
    }
    Task t = findAny(task, pid);
    task.memory().putLong(mask, t.affinity() & all(cpus));
    return 8;
  }

  /** Linux {@code sched_setaffinity(2)}. */
  static long sched_setaffinity(Task task, long pid, long len, long mask) throws Errno {
    int n = (int) Math.min(Integer.toUnsignedLong((int) len), Long.BYTES);
    byte[] bytes = task.memory().read(mask, n);
    long wanted = 0;
    for (int i = 0; i < n; i++) {
      wanted |= (bytes[i] & 0xffL) << (i * 8);
    }
    Task t = findAny(task, pid);
    if (!isOwner(task, t)) {
      requirePrivilege(task);
    }
    long usable = wanted & all(task.kernel().config().cpus());
    if (usable == 0) {
      throw Errno.EINVAL;
    }
    if (t.policy() == Sched.SCHED_DEADLINE && usable != all(task.kernel().config().cpus())) {
      throw Errno.EBUSY;
    }
    task.kernel().scheduler().requests().affinity(t, wanted, now(task));
    return 0;
  }

  private static long all(int cpus) {
    return cpus == 64 ? -1 : (1L << cpus) - 1;
  }

  static long now(Task task) {
    return task.kernel().clock().monotonicNanos();
  }

  private static boolean isOwner(Task task, Task target) {
    int euid = task.credentials().euid();
    return euid == target.credentials().uid() || euid == target.credentials().euid();
  }

  private static void requirePrivilege(Task task) throws Errno {
    if (!task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
      throw Errno.EPERM;
    }
  }

  /** Linux {@code sched_getscheduler(2)}. */
  static long sched_getscheduler(Task task, long pid) throws Errno {
    Task t = find(task, pid);
    return t.resetsOnFork() ? t.policy() | Sched.SCHED_RESET_ON_FORK : t.policy();
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
    Task t = find(task, pid);
    boolean resets = policy < 0 ? t.resetsOnFork() : (policy & Sched.SCHED_RESET_ON_FORK) != 0;
    int wanted = policy < 0 ? t.policy() : policy & ~Sched.SCHED_RESET_ON_FORK;
    // There is no way to say what SCHED_DEADLINE needs.
    Wish wish = new Wish(wanted, priority, t.nice(), resets, 0, 0, 0, 0);
    apply(task, t, wish);
  }

  /**
   * What a thread is to be served as.
   *
   * @param nice for the fair policies
   * @param runtime with deadline and period for SCHED_DEADLINE, nanoseconds
   * @param flags SCHED_FLAG_RECLAIM and SCHED_FLAG_DL_OVERRUN
   */
  record Wish(
      int policy,
      int priority,
      int nice,
      boolean resetsOnFork,
      long runtime,
      long deadline,
      long period,
      long flags) {

    boolean isFair() {
      return policy == Sched.SCHED_NORMAL
          || policy == Sched.SCHED_BATCH
          || policy == Sched.SCHED_IDLE;
    }

    boolean isDeadline() {
      return policy == Sched.SCHED_DEADLINE;
    }

    private void check() throws Errno {
      boolean known = isFair() || isDeadline() || isRealtime(policy);
      if (!known
          || priority < 0
          || priority > MAX_REALTIME
          || isRealtime(policy) != (priority != 0)
          || (isDeadline() && !isPossible())) {
        throw Errno.EINVAL;
      }
    }

    private boolean isPossible() {
      return deadline > 0
          && runtime >= LEAST_RUNTIME
          && runtime <= deadline
          && deadline <= period
          && period >= LEAST_PERIOD
          && period <= LONGEST_PERIOD;
    }
  }

  /**
   * Checks and sets.
   *
   * @throws Errno EINVAL, EPERM, EBUSY if the CPUs cannot bear what is asked for
   */
  static void apply(Task task, Task t, Wish wish) throws Errno {
    wish.check();
    if (needsPrivilege(task, t, wish)) {
      requirePrivilege(task);
    }
    if (wish.isDeadline()) {
      long all = all(task.kernel().config().cpus());
      if ((t.affinity() & all) != all) {
        throw Errno.EPERM;
      }
    }
    SchedulingRequests s = task.kernel().scheduler().requests();
    if (wish.isDeadline()) {
      if (!s.deadline(t, wish.runtime, wish.deadline, wish.period, wish.flags, now(task))) {
        throw Errno.EBUSY;
      }
    } else if (t.policy() != wish.policy || t.realtimePriority() != wish.priority) {
      s.policy(t, wish.policy, wish.priority, now(task));
    }
    t.resetOnFork(wish.resetsOnFork);
    if (wish.isFair() && t.nice() != wish.nice) {
      s.nice(t, wish.nice, now(task));
    }
  }

  private static boolean needsPrivilege(Task task, Task t, Wish wish) {
    ResourceLimits limits = t.group().limits();
    if (wish.isFair() && wish.nice < t.nice() && !mayHave(limits, wish.nice)) {
      return true;
    }
    if (isRealtime(wish.policy)) {
      long bound = limits.bound(ResourceLimits.RTPRIO);
      if ((wish.policy != t.policy() && bound == 0)
          || (wish.priority > t.realtimePriority() && wish.priority > bound)) {
        return true;
      }
    }
    // SCHED_IDLE counts as nice 20: leaving it is a step up.
    boolean up =
        t.policy() == Sched.SCHED_IDLE
            && wish.policy != Sched.SCHED_IDLE
            && !mayHave(limits, t.nice());
    return wish.isDeadline() || up || !isOwner(task, t) || (t.resetsOnFork() && !wish.resetsOnFork);
  }

  private static boolean mayHave(ResourceLimits limits, int nice) {
    return 20 - nice <= limits.bound(ResourceLimits.NICE);
  }

  static boolean isRealtime(int policy) {
    return policy == Sched.SCHED_FIFO || policy == Sched.SCHED_RR;
  }

  /** Linux {@code sched_getparam(2)}. */
  static long sched_getparam(Task task, long pid, long param) throws Errno {
    if (param == 0) {
      throw Errno.EINVAL;
    }
    task.memory().putInt(param, find(task, pid).realtimePriority());
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
    long quantum =
        switch (t.policy()) {
          case Sched.SCHED_FIFO, Sched.SCHED_DEADLINE -> 0;
          case Sched.SCHED_RR -> Scheduler.RR_QUANTUM_NANOS;
          default -> Scheduler.QUANTUM_NANOS;
        };
    UserTime.putTimespec(task.memory(), ts, quantum);
    return 0;
  }
}
