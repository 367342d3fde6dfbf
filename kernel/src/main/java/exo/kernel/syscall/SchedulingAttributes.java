package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.abi.layout.SchedAttr;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadExtras;
import exo.kernel.uaccess.UserMemory;

/** Policies with all they take. Source: sched_setattr(2). */
final class SchedulingAttributes {
  private static final int FIRST_SIZE = 48;
  private static final int LARGEST_SIZE = 4096;
  private static final long LEAST_RUNTIME = 1024;

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
    if (policy < 0 || (options & ~(long) Sched.SCHED_FLAG_ALL) != 0) {
      throw Errno.EINVAL;
    }
    Task t = Scheduling.find(task, pid);
    ThreadExtras e = t.extras();
    if ((options & Sched.SCHED_FLAG_KEEP_POLICY) != 0) {
      policy = e.policy;
    }
    if (policy == Sched.SCHED_DEADLINE) {
      checkDeadline(m, at);
      // Admission is for those whom the scheduler lets run ahead of others; nobody is here.
      throw Errno.EBUSY;
    }
    Scheduling.apply(task, t, policy, priority);
    boolean fair = !Scheduling.isRealtime(policy);
    if (fair && (options & Sched.SCHED_FLAG_KEEP_PARAMS) == 0) {
      Limits.setpriority(task, exo.kernel.abi.Resource.PRIO_PROCESS, t.tid(), nice);
    }
    e.resetOnFork = (options & Sched.SCHED_FLAG_RESET_ON_FORK) != 0;
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

  private static void checkDeadline(UserMemory m, long at) throws Errno {
    long runtime = m.getLong(at + SchedAttr.SCHED_RUNTIME);
    long deadline = m.getLong(at + SchedAttr.SCHED_DEADLINE);
    long period = m.getLong(at + SchedAttr.SCHED_PERIOD);
    if (period == 0) {
      period = deadline;
    }
    if (deadline <= 0
        || period < 0
        || runtime < LEAST_RUNTIME
        || runtime > deadline
        || deadline > period) {
      throw Errno.EINVAL;
    }
  }

  /** Linux {@code sched_getattr(2)}. */
  static long sched_getattr(Task task, long pid, long at, long size, long flags) throws Errno {
    int n = (int) size;
    if (at == 0 || (int) pid < 0 || n < FIRST_SIZE || n > LARGEST_SIZE || (int) flags != 0) {
      throw Errno.EINVAL;
    }
    ThreadExtras e = Scheduling.find(task, pid).extras();
    UserMemory m = task.memory();
    int known = Math.min(n, SchedAttr.SIZE);
    if (m.zero(at, known) != known) {
      throw Errno.EFAULT;
    }
    m.putInt(at + SchedAttr.ATTR_SIZE, known);
    m.putInt(at + SchedAttr.SCHED_POLICY, e.policy);
    m.putLong(at + SchedAttr.SCHED_FLAGS, e.resetOnFork ? Sched.SCHED_FLAG_RESET_ON_FORK : 0);
    if (Scheduling.isRealtime(e.policy)) {
      m.putInt(at + SchedAttr.SCHED_PRIORITY, e.realtimePriority);
    } else {
      m.putInt(at + SchedAttr.SCHED_NICE, e.nice);
    }
    return 0;
  }
}
