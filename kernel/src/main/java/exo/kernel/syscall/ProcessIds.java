package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;

/** Process ids, process groups and sessions. Source: credentials(7), setpgid(2), setsid(2). */
final class ProcessIds {
  private ProcessIds() {}

  /** Linux {@code getpid(2)}. */
  static long getpid(Task task) {
    return task.group().pid();
  }

  /** Linux {@code gettid(2)}. */
  static long gettid(Task task) {
    return task.tid();
  }

  /** Linux {@code getppid(2)}. */
  static long getppid(Task task) {
    return task.group().parentPid();
  }

  /** Linux {@code getpgrp(2)}. */
  static long getpgrp(Task task) {
    return task.group().processGroup();
  }

  /** Linux {@code getpgid(2)}. */
  static long getpgid(Task task, long pid) throws Errno {
    return find(task, (int) pid).processGroup();
  }

  /** Linux {@code getsid(2)}. */
  static long getsid(Task task, long pid) throws Errno {
    return find(task, (int) pid).session();
  }

  private static ThreadGroup find(Task task, int pid) throws Errno {
    if (pid == 0) {
      return task.group();
    }
    Task t = task.kernel().processes().taskOrZombie(pid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    return t.group();
  }

  /** Linux {@code setpgid(2)}. */
  static long setpgid(Task task, long pid, long pgid) throws Errno {
    ThreadGroup self = task.group();
    int p = (int) pid == 0 ? self.pid() : (int) pid;
    int wanted = (int) pgid == 0 ? p : (int) pgid;
    if (wanted < 0) {
      throw Errno.EINVAL;
    }
    ThreadGroup g = task.kernel().processes().group(p);
    if (g == null) {
      throw task.kernel().processes().task(p) == null ? Errno.ESRCH : Errno.EINVAL;
    }
    if (g != self) {
      if (g.parent() != self) {
        throw Errno.ESRCH;
      }
      if (g.session() != self.session()) {
        throw Errno.EPERM;
      }
      if (g.hasExecuted()) {
        throw Errno.EACCES;
      }
    }
    if (g.session() == g.pid()) {
      throw Errno.EPERM;
    }
    if (wanted != p && !groupInSession(task, wanted, self.session())) {
      throw Errno.EPERM;
    }
    g.processGroup(wanted);
    return 0;
  }

  private static boolean groupInSession(Task task, int pgid, int session) {
    for (ThreadGroup g : task.kernel().processes().groups()) {
      if (g.processGroup() == pgid && g.session() == session) {
        return true;
      }
    }
    return false;
  }

  /** Linux {@code setsid(2)}. */
  static long setsid(Task task) throws Errno {
    ThreadGroup self = task.group();
    for (ThreadGroup g : task.kernel().processes().groups()) {
      if (g.processGroup() == self.pid()) {
        throw Errno.EPERM;
      }
    }
    self.session(self.pid());
    self.processGroup(self.pid());
    self.terminal(null);
    return self.pid();
  }
}
