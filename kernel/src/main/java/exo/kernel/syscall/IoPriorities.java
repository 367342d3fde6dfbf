package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Resource;
import exo.kernel.abi.Sched;
import exo.kernel.task.Task;
import java.util.List;

/** Priorities of I/O: kept and shown; there is no disk to queue for. Source: ioprio_set(2). */
final class IoPriorities {
  private static final int CLASSES = 8;
  private static final int LEVELS = 8;

  private IoPriorities() {}

  /** Linux {@code ioprio_set(2)}. */
  static long ioprio_set(Task task, long which, long who, long priority) throws Errno {
    int value = (int) priority;
    int level = value & LEVELS - 1;
    switch (value >> Resource.IOPRIO_CLASS_SHIFT & CLASSES - 1) {
      case Resource.IOPRIO_CLASS_RT -> {
        if (!task.credentials().hasCapability(Capability.CAP_SYS_ADMIN)
            && !task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
          throw Errno.EPERM;
        }
      }
      case Resource.IOPRIO_CLASS_BE, Resource.IOPRIO_CLASS_IDLE -> {
        // any level
      }
      case Resource.IOPRIO_CLASS_NONE -> {
        if (level != 0) {
          throw Errno.EINVAL;
        }
      }
      default -> throw Errno.EINVAL;
    }
    for (Task t : find(task, which, who)) {
      if (!Permission.isSameUser(task.credentials(), t.credentials())
          && !task.credentials().hasCapability(Capability.CAP_SYS_NICE)) {
        throw Errno.EPERM;
      }
      t.extras().ioPriority = value;
    }
    return 0;
  }

  private static List<Task> find(Task task, long which, long who) throws Errno {
    int target =
        switch ((int) which) {
          case Resource.IOPRIO_WHO_PROCESS -> Resource.PRIO_PROCESS;
          case Resource.IOPRIO_WHO_PGRP -> Resource.PRIO_PGRP;
          case Resource.IOPRIO_WHO_USER -> Resource.PRIO_USER;
          default -> throw Errno.EINVAL;
        };
    List<Task> found = Selection.byPriorityTarget(task, target, (int) who);
    if (found.isEmpty()) {
      throw Errno.ESRCH;
    }
    return found;
  }

  /** Linux {@code ioprio_get(2)}: of one what was set, of several the best. */
  static long ioprio_get(Task task, long which, long who) throws Errno {
    boolean one = (int) which == Resource.IOPRIO_WHO_PROCESS;
    int best = Integer.MAX_VALUE;
    for (Task t : find(task, which, who)) {
      int own = t.extras().ioPriority;
      best =
          Math.min(
              best,
              one || (own >> Resource.IOPRIO_CLASS_SHIFT & CLASSES - 1) != 0 ? own : byNice(t));
    }
    return best;
  }

  /** What a thread without one of its own is served with. */
  private static int byNice(Task task) {
    int kind =
        Scheduling.isRealtime(task.policy())
            ? Resource.IOPRIO_CLASS_RT
            : task.policy() == Sched.SCHED_IDLE
                ? Resource.IOPRIO_CLASS_IDLE
                : Resource.IOPRIO_CLASS_BE;
    return kind << Resource.IOPRIO_CLASS_SHIFT | (task.nice() + 20) / 5;
  }
}
