package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Sched;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.Siginfo;
import exo.kernel.sched.CpuSplit;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.Exit;
import exo.kernel.task.PidFile;
import exo.kernel.task.ResourceUse;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.uaccess.UserMemory;
import org.jspecify.annotations.Nullable;

/** Waiting for children: wait4(2), waitid(2). */
final class Waits {
  private static final int RUSAGE_SIZE = 144;
  private static final int STOPPED = 0x7f;
  private static final int CONTINUED = 0xffff;
  private static final int WAIT4_OPTIONS =
      Sched.WNOHANG
          | Sched.WUNTRACED
          | Sched.WCONTINUED
          | Sched.__WNOTHREAD
          | Sched.__WCLONE
          | Sched.__WALL;
  private static final int WAITID_OPTIONS = WAIT4_OPTIONS | Sched.WEXITED | Sched.WNOWAIT;

  private Waits() {}

  /** What a wait found: a child, and what happened to it. */
  private record Event(ThreadGroup child, int code, int status) {}

  /** Linux {@code wait4(2)}. */
  static long wait4(Task task, long pid, long status, long options, long rusage) throws Errno {
    int o = (int) options;
    int p = (int) pid;
    if ((o & ~WAIT4_OPTIONS) != 0) {
      throw Errno.EINVAL;
    }
    if (p == Integer.MIN_VALUE) {
      throw Errno.ESRCH;
    }
    int type = p == -1 ? Sched.P_ALL : p > 0 ? Sched.P_PID : Sched.P_PGID;
    int id = p > 0 ? p : p == 0 ? task.group().processGroup() : -p;
    Event e = find(task, type, id, o | Sched.WEXITED);
    if (e == null) {
      return none(task, o);
    }
    long childPid = e.child.pid();
    long now = task.kernel().clock().monotonicNanos();
    CpuSplit own = e.child.cpuTimes(now);
    long user = own.userNanos() + e.child.childrenUserNanos();
    long system = own.systemNanos() + e.child.childrenSystemNanos();
    int word = word(e);
    consume(task, e, o);
    UserMemory m = task.memory();
    if (status != 0) {
      m.putInt(status, word);
    }
    putUse(m, rusage, e.child, user, system);
    return childPid;
  }

  private static int word(Event e) {
    return switch (e.code) {
      case SignalInfo.CLD_STOPPED -> e.status << 8 | STOPPED;
      case SignalInfo.CLD_CONTINUED -> CONTINUED;
      default -> e.child.waitStatus();
    };
  }

  /** Linux {@code waitid(2)}, which clears what it would tell when there is nothing to tell. */
  static long waitid(Task task, long type, long id, long info, long options, long rusage)
      throws Errno {
    try {
      return waitFor(task, type, id, info, options, rusage);
    } catch (Errno e) {
      tell(task, info, 0, 0, 0, 0, 0);
      throw e;
    }
  }

  private static void tell(Task task, long info, int signal, int code, int pid, int uid, int status)
      throws Errno {
    if (info == 0) {
      return;
    }
    UserMemory m = task.memory();
    m.putInt(info + Siginfo.SI_SIGNO, signal);
    m.putInt(info + Siginfo.SI_ERRNO, 0);
    m.putInt(info + Siginfo.SI_CODE, code);
    m.putInt(info + Siginfo.SI_PID, pid);
    m.putInt(info + Siginfo.SI_UID, uid);
    m.putInt(info + Siginfo.SI_STATUS, status);
  }

  private static long waitFor(Task task, long type, long id, long info, long options, long rusage)
      throws Errno {
    int o = (int) options;
    int t = (int) type;
    if ((o & ~WAITID_OPTIONS) != 0
        || (o & (Sched.WEXITED | Sched.WSTOPPED | Sched.WCONTINUED)) == 0) {
      throw Errno.EINVAL;
    }
    int target = (int) id;
    boolean nonblock = false;
    switch (t) {
      case Sched.P_ALL -> target = 0;
      case Sched.P_PID -> {
        if (target <= 0) {
          throw Errno.EINVAL;
        }
      }
      case Sched.P_PGID -> {
        if (target < 0) {
          throw Errno.EINVAL;
        }
        target = target == 0 ? task.group().processGroup() : target;
      }
      case Sched.P_PIDFD -> {
        if (target < 0) {
          throw Errno.EINVAL;
        }
        PidFile file = ProcessFiles.find(task, target);
        target = file.isGone() ? -1 : file.group().pid();
        nonblock = file.has(Fcntl.O_NONBLOCK);
      }
      default -> throw Errno.EINVAL;
    }
    Event e = find(task, t == Sched.P_PIDFD ? Sched.P_PID : t, target, o);
    if (e == null) {
      if (nonblock && (o & Sched.WNOHANG) == 0) {
        throw Errno.EAGAIN;
      }
      long answer = none(task, o);
      if (answer == 0) {
        tell(task, info, 0, 0, 0, 0, 0);
      }
      return answer;
    }
    long now = task.kernel().clock().monotonicNanos();
    CpuSplit own = e.child.cpuTimes(now);
    long user = own.userNanos() + e.child.childrenUserNanos();
    long system = own.systemNanos() + e.child.childrenSystemNanos();
    consume(task, e, o);
    putUse(task.memory(), rusage, e.child, user, system);
    tell(task, info, Signals.SIGCHLD, e.code, e.child.pid(), e.child.uid(), e.status);
    return 0;
  }

  /** No child has changed yet. */
  private static long none(Task task, int options) {
    if ((options & Sched.WNOHANG) != 0) {
      return 0;
    }
    task.waitOn(task.group().childEvents());
    return task.park(Task.NO_DEADLINE, Restart.SYS);
  }

  private static @Nullable Event find(Task task, int type, int id, int options) throws Errno {
    boolean any = false;
    for (ThreadGroup c : task.group().children()) {
      boolean meant =
          switch (type) {
            case Sched.P_PID -> c.pid() == id;
            case Sched.P_PGID -> c.processGroup() == id;
            default -> true;
          };
      boolean cloned = c.exitSignal() != Signals.SIGCHLD;
      if (!meant
          || ((options & Sched.__WALL) == 0 && cloned != ((options & Sched.__WCLONE) != 0))) {
        continue;
      }
      // Who has ended already will never stop or go on, so there is nothing to wait for.
      any |= !c.isZombie() || (options & Sched.WEXITED) != 0;
      Event e = eventOf(c, options);
      if (e != null) {
        return e;
      }
    }
    if (!any) {
      throw Errno.ECHILD;
    }
    return null;
  }

  private static @Nullable Event eventOf(ThreadGroup c, int options) {
    if (c.isZombie()) {
      if ((options & Sched.WEXITED) == 0) {
        return null;
      }
      int signal = c.waitStatus() & 0x7f;
      int code =
          signal == 0
              ? SignalInfo.CLD_EXITED
              : (c.waitStatus() & Exit.CORE_DUMPED) != 0
                  ? SignalInfo.CLD_DUMPED
                  : SignalInfo.CLD_KILLED;
      return new Event(c, code, signal == 0 ? c.waitStatus() >> 8 : signal);
    }
    if ((options & Sched.WSTOPPED) != 0 && c.isStopUnreported()) {
      return new Event(c, SignalInfo.CLD_STOPPED, c.stopSignal());
    }
    if ((options & Sched.WCONTINUED) != 0 && c.isContinueUnreported()) {
      return new Event(c, SignalInfo.CLD_CONTINUED, Signals.SIGCONT);
    }
    return null;
  }

  private static void consume(Task task, Event e, int options) {
    if ((options & Sched.WNOWAIT) != 0) {
      return;
    }
    switch (e.code) {
      case SignalInfo.CLD_STOPPED -> e.child.stopReported();
      case SignalInfo.CLD_CONTINUED -> e.child.continueReported();
      default -> Exit.reap(task.kernel(), e.child);
    }
  }

  private static void putUse(
      UserMemory m, long rusage, ThreadGroup child, long userNanos, long systemNanos) throws Errno {
    if (rusage == 0) {
      return;
    }
    if (m.zero(rusage, RUSAGE_SIZE) != RUSAGE_SIZE) {
      throw Errno.EFAULT;
    }
    Limits.putTimeval(m, rusage, userNanos);
    Limits.putTimeval(m, rusage + 16, systemNanos);
    ResourceUse both = new ResourceUse();
    both.add(child.use());
    both.add(child.childrenUse());
    Limits.putUse(m, rusage, both);
  }
}
