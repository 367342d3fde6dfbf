package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.CloneArgs;
import exo.kernel.task.Clone;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** fork(2), vfork(2), clone(2), clone3(2). */
final class Forks {
  private static final long NAMESPACES =
      (Sched.CLONE_NEWNS
              | Sched.CLONE_NEWCGROUP
              | Sched.CLONE_NEWUTS
              | Sched.CLONE_NEWIPC
              | Sched.CLONE_NEWUSER
              | Sched.CLONE_NEWPID
              | Sched.CLONE_NEWNET)
          & 0xffff_ffffL;

  private Forks() {}

  /** Linux {@code fork(2)}. */
  static long fork(Task task) throws Errno {
    return make(task, new Clone.Request(0, Signals.SIGCHLD, 0, 0, 0, 0), 0);
  }

  /** Linux {@code vfork(2)}. */
  static long vfork(Task task) throws Errno {
    long flags = Sched.CLONE_VFORK | Sched.CLONE_VM;
    return make(task, new Clone.Request(flags, Signals.SIGCHLD, 0, 0, 0, 0), 0);
  }

  /** Linux {@code clone(2)}. */
  static long clone(Task task, long flags, long stack, long parentTid, long childTid, long tls)
      throws Errno {
    long f = flags & 0xffff_ffffL & ~Sched.CSIGNAL;
    if ((f & Sched.CLONE_PIDFD) != 0
        && (f & (Sched.CLONE_PARENT_SETTID | Sched.CLONE_DETACHED)) != 0) {
      throw Errno.EINVAL;
    }
    return make(
        task,
        new Clone.Request(f, (int) flags & Sched.CSIGNAL, stack, tls, parentTid, childTid),
        parentTid);
  }

  /** Linux {@code clone3(2)}. */
  static long clone3(Task task, long args, long size) throws Errno {
    if (size < Sched.CLONE_ARGS_SIZE_VER0) {
      throw Errno.EINVAL;
    }
    if (size > 4096) {
      throw Errno.E2BIG;
    }
    UserMemory m = task.memory();
    for (long at = Sched.CLONE_ARGS_SIZE_VER2; at < size; at++) {
      if (m.getByte(args + at) != 0) {
        throw Errno.E2BIG;
      }
    }
    long flags = m.getLong(args + CloneArgs.FLAGS);
    long signal = m.getLong(args + CloneArgs.EXIT_SIGNAL);
    long stack = m.getLong(args + CloneArgs.STACK);
    long stackSize = m.getLong(args + CloneArgs.STACK_SIZE);
    if ((flags & Sched.CSIGNAL) != 0
        || signal < 0
        || signal > 64
        || ((flags & (Sched.CLONE_THREAD | Sched.CLONE_PARENT)) != 0 && signal != 0)
        || (stack == 0) != (stackSize == 0)
        || !UserMemory.inRange(stack, stackSize)
        || (flags & Sched.CLONE_DETACHED) != 0
        || (size > Sched.CLONE_ARGS_SIZE_VER0
            && (m.getLong(args + CloneArgs.SET_TID) != 0
                || m.getLong(args + CloneArgs.SET_TID_SIZE) != 0))) {
      throw Errno.EINVAL;
    }
    return make(
        task,
        new Clone.Request(
            flags,
            (int) signal,
            stack == 0 ? 0 : stack + stackSize,
            m.getLong(args + CloneArgs.TLS),
            m.getLong(args + CloneArgs.PARENT_TID),
            m.getLong(args + CloneArgs.CHILD_TID)),
        m.getLong(args + CloneArgs.PIDFD));
  }

  /**
   * @param pidfd where CLONE_PIDFD writes the descriptor
   */
  private static long make(Task task, Clone.Request r, long pidfd) throws Errno {
    if (task.call().isResumed()) {
      return vforkWait(task);
    }
    long f = r.flags();
    if (((f & Sched.CLONE_THREAD) != 0 && (f & Sched.CLONE_SIGHAND) == 0)
        || ((f & Sched.CLONE_SIGHAND) != 0 && (f & Sched.CLONE_VM) == 0)
        || (f & (Sched.CLONE_FS | Sched.CLONE_NEWNS)) == (Sched.CLONE_FS | Sched.CLONE_NEWNS)) {
      throw Errno.EINVAL;
    }
    // A kernel without namespaces.
    if ((f & NAMESPACES) != 0) {
      throw Errno.EINVAL;
    }
    if ((f & Sched.CLONE_SETTLS) != 0 && r.tls() < 0) {
      throw Errno.EPERM;
    }
    boolean named = (f & Sched.CLONE_PIDFD) != 0;
    if (named) {
      // What can fail fails before there is a child.
      task.files().checkRoom(DescriptorCalls.limit(task));
      task.memory().putInt(pidfd, task.memory().getInt(pidfd));
    }
    Task child = Clone.make(task, r);
    task.kernel().start(child);
    if (named) {
      boolean thread = (f & Sched.CLONE_THREAD) != 0;
      int fd = ProcessFiles.open(task, child.group(), thread ? child : null, 0);
      task.memory().putInt(pidfd, fd);
    }
    if ((f & Sched.CLONE_VFORK) == 0) {
      return child.tid();
    }
    child.extras().vforkParent = task;
    task.call().keepLong(0, child.tid());
    task.call().keep(child);
    return vforkWait(task);
  }

  /** The parent of a vfork waits, signals or not, until the child has left its memory. */
  private static long vforkWait(Task task) {
    if (task.call().kept() instanceof Task child && child.extras().vforkParent == task) {
      return task.parkUninterruptibly(child.group().vforkDone());
    }
    return task.call().keptLong(0);
  }
}
