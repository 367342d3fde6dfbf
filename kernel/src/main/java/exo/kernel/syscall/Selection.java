package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Resource;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import java.util.ArrayList;
import java.util.List;

/** Which tasks a call that names a process, a group or a user means. */
final class Selection {
  private Selection() {}

  /** PRIO_PROCESS, PRIO_PGRP, PRIO_USER of getpriority(2). */
  static List<Task> byPriorityTarget(Task caller, int which, int who) throws Errno {
    List<Task> found = new ArrayList<>();
    switch (which) {
      case Resource.PRIO_PROCESS -> {
        Task t = who == 0 ? caller : caller.kernel().processes().taskOrZombie(who);
        if (t != null) {
          found.add(t);
        }
      }
      case Resource.PRIO_PGRP -> {
        int id = who == 0 ? caller.group().processGroup() : who;
        for (ThreadGroup g : caller.kernel().processes().groups()) {
          if (g.processGroup() == id) {
            found.addAll(threads(g));
          }
        }
      }
      case Resource.PRIO_USER -> {
        int id = who == 0 ? caller.credentials().uid() : who;
        for (ThreadGroup g : caller.kernel().processes().groups()) {
          for (Task t : threads(g)) {
            if (t.credentials().uid() == id) {
              found.add(t);
            }
          }
        }
      }
      default -> throw Errno.EINVAL;
    }
    return found;
  }

  /** The living ones, and the leader even when it has ended. */
  private static List<Task> threads(ThreadGroup group) {
    List<Task> all = new ArrayList<>(group.tasks());
    Task leader = group.leader();
    if (leader != null && !leader.isAlive()) {
      all.add(leader);
    }
    return all;
  }
}
