package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.abi.layout.SchedAttr;
import exo.kernel.sched.DeadlineServer;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** Policies with all they take. Source: sched_setattr(2). */
final class SchedulingAttributes {
  private static final int FIRST_SIZE = 48;
  private static final int LARGEST_SIZE = 4096;
  private static final long DEADLINE_FLAGS = Sched.SCHED_FLAG_RECLAIM | Sched.SCHED_FLAG_DL_OVERRUN;

  private SchedulingAttributes() {}

  /** Linux {@code sched_setattr(2)}. */
  static long sched_setattr(Task task, long pid, long at, long flags) throws Errno {
    if (at == 0 || (int) pid < 0 || (int) flags != 0) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    checkSize(m, at);
    int policy = m.getInt(at + SchedAttr.SCHED_POLICY);
    long options = m.getLong(at + SchedAttr.SCHED_FLAGS);
    int nice = m.getInt(at + SchedAttr.SCHED_NICE);
    int priority = m.getInt(at + SchedAttr.SCHED_PRIORITY);
    if (policy < 0) {
      throw Errno.EINVAL;
    }
    boolean clamps = (options & Sched.SCHED_FLAG_UTIL_CLAMP) != 0;
    int size = m.getInt(at + SchedAttr.ATTR_SIZE);
    if (clamps && (size == 0 || size < SchedAttr.SIZE)) {
      throw Errno.EINVAL;
    }
    Task t = Scheduling.find(task, pid);
    if ((options & ~(long) Sched.SCHED_FLAG_ALL) != 0) {
      throw Errno.EINVAL;
    }
    if (clamps) {
      // As a kernel says that was built without clamping.
      throw Errno.EOPNOTSUPP;
    }
    boolean resets = (options & Sched.SCHED_FLAG_RESET_ON_FORK) != 0;
    if ((options & Sched.SCHED_FLAG_KEEP_POLICY) != 0) {
      policy = t.policy();
      resets = t.resetsOnFork();
    }
    long runtime = m.getLong(at + SchedAttr.SCHED_RUNTIME);
    long deadline = m.getLong(at + SchedAttr.SCHED_DEADLINE);
    long period = m.getLong(at + SchedAttr.SCHED_PERIOD);
    long served = options & DEADLINE_FLAGS;
    if ((options & Sched.SCHED_FLAG_KEEP_PARAMS) != 0) {
      nice = t.nice();
      priority = t.realtimePriority();
      DeadlineServer d = t.deadline();
      if (d != null) {
        runtime = d.runtimeNanos();
        deadline = d.relativeDeadlineNanos();
        period = d.periodNanos();
        served = d.flags();
      }
    }
    Scheduling.Wish wish =
        new Scheduling.Wish(
            policy,
            priority,
            Math.clamp(nice, -20, 19),
            resets,
            runtime,
            deadline,
            period == 0 ? deadline : period,
            served);
    Scheduling.apply(task, t, wish);
    return 0;
  }

  /** Room that is not known yet has to be zero: E2BIG, and the size that is known. */
  private static void checkSize(UserMemory m, long at) throws Errno {
    int size = m.getInt(at + SchedAttr.ATTR_SIZE);
    boolean fits = size == 0 || (size >= FIRST_SIZE && size <= LARGEST_SIZE);
    for (int i = SchedAttr.SIZE; fits && i < size; i++) {
      fits = m.getByte(at + i) == 0;
    }
    if (!fits) {
      m.putInt(at + SchedAttr.ATTR_SIZE, SchedAttr.SIZE);
      throw Errno.E2BIG;
    }
  }

  /** Linux {@code sched_getattr(2)}. */
  static long sched_getattr(Task task, long pid, long at, long size, long flags) throws Errno {
    int n = (int) size;
    if (at == 0 || (int) pid < 0 || n < FIRST_SIZE || n > LARGEST_SIZE || (int) flags != 0) {
      throw Errno.EINVAL;
    }
    Task t = Scheduling.find(task, pid);
    UserMemory m = task.memory();
    int known = Math.min(n, SchedAttr.SIZE);
    if (m.zero(at, n) != n) {
      throw Errno.EFAULT;
    }
    m.putInt(at + SchedAttr.ATTR_SIZE, known);
    m.putInt(at + SchedAttr.SCHED_POLICY, t.policy());
    long options = t.resetsOnFork() ? Sched.SCHED_FLAG_RESET_ON_FORK : 0;
    DeadlineServer d = t.deadline();
    if (d != null) {
      options |= d.flags();
      m.putLong(at + SchedAttr.SCHED_RUNTIME, d.runtimeNanos());
      m.putLong(at + SchedAttr.SCHED_DEADLINE, d.relativeDeadlineNanos());
      m.putLong(at + SchedAttr.SCHED_PERIOD, d.periodNanos());
    } else if (Scheduling.isRealtime(t.policy())) {
      m.putInt(at + SchedAttr.SCHED_PRIORITY, t.realtimePriority());
    } else {
      m.putInt(at + SchedAttr.SCHED_NICE, t.nice());
    }
    m.putLong(at + SchedAttr.SCHED_FLAGS, options);
    return 0;
  }
}
