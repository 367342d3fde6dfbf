package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Sched;
import exo.kernel.mm.Madvise;
import exo.kernel.procfs.NamesProcess;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.PidFile;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/** Processes as descriptors. Source: pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2). */
final class ProcessFiles {
  private static final int IOVEC_SIZE = 16;

  private ProcessFiles() {}

  /** Linux {@code pidfd_open(2)}. */
  static long pidfd_open(Task task, long pid, long flags) throws Errno {
    int f = (int) flags;
    int id = (int) pid;
    UserPath.checkFlags(f, Sched.PIDFD_NONBLOCK | Sched.PIDFD_THREAD);
    if (id <= 0) {
      throw Errno.EINVAL;
    }
    Task thread = task.kernel().processes().taskOrZombie(id);
    ThreadGroup group = task.kernel().processes().group(id);
    if ((f & Sched.PIDFD_THREAD) != 0 && thread != null) {
      return open(task, thread.group(), thread, f);
    }
    if (group == null) {
      throw thread == null ? Errno.ESRCH : Errno.ENOENT;
    }
    return open(task, group, null, f);
  }

  /** A new descriptor, closed on exec, that names a process or thread. */
  static int open(Task task, ThreadGroup group, @Nullable Task thread, int flags) throws Errno {
    int nonblock = flags & Sched.PIDFD_NONBLOCK;
    PidFile made = new PidFile(task.kernel(), group, thread, nonblock);
    return (int) DescriptorCalls.add(task, made, true);
  }

  /**
   * What a descriptor names.
   *
   * @throws Errno EBADF if it names no process
   */
  static PidFile find(Task task, long fd) throws Errno {
    if (task.files().get((int) fd) instanceof PidFile file) {
      return file;
    }
    throw Errno.EBADF;
  }

  /** Some thread of the process it names; ESRCH when there is none any more. */
  private static Task living(PidFile file) throws Errno {
    Task thread = file.thread();
    if (file.isGone() || file.group().tasks().isEmpty() || (thread != null && !thread.isAlive())) {
      throw Errno.ESRCH;
    }
    return thread != null ? thread : file.group().tasks().getFirst();
  }

  /** Linux {@code pidfd_send_signal(2)}. */
  static long pidfd_send_signal(Task task, long fd, long signal, long at, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(
        f,
        Sched.PIDFD_SIGNAL_THREAD
            | Sched.PIDFD_SIGNAL_THREAD_GROUP
            | Sched.PIDFD_SIGNAL_PROCESS_GROUP);
    if (Integer.bitCount(f) > 1) {
      throw Errno.EINVAL;
    }
    if (task.files().get((int) fd).inode() instanceof NamesProcess named) {
      // A folder of procfs will do as well.
      return signal(task, named.process(), null, signal, at, f);
    }
    PidFile file = find(task, fd);
    return signal(task, file.group(), file.thread(), signal, at, f);
  }

  private static long signal(
      Task task, ThreadGroup group, @Nullable Task thread, long signal, long at, int flags)
      throws Errno {
    boolean toThread = flags == Sched.PIDFD_SIGNAL_THREAD || (flags == 0 && thread != null);
    SignalInfo info;
    if (at == 0) {
      info = SignalCalls.sentBy(task, (int) signal, toThread ? SignalInfo.SI_TKILL : 0);
    } else {
      if (task.memory().getInt(at) != (int) signal) {
        throw Errno.EINVAL;
      }
      info = SignalCalls.queued(task, group.pid(), (int) signal, at);
    }
    SignalCalls.signalOrZero(signal);
    Task target = thread != null ? thread : group.leader();
    if (group.isReaped() || target == null || (!target.isAlive() && target != group.leader())) {
      throw Errno.ESRCH;
    }
    if (flags == Sched.PIDFD_SIGNAL_PROCESS_GROUP) {
      return SignalCalls.toProcessGroup(task, group.pid(), info);
    }
    if (!toThread) {
      return SignalCalls.send(task, group, info);
    }
    return SignalCalls.toThread(task, target, info);
  }

  /** Linux {@code pidfd_getfd(2)}. */
  static long pidfd_getfd(Task task, long fd, long wanted, long flags) throws Errno {
    if ((int) flags != 0) {
      throw Errno.EINVAL;
    }
    Task target = living(find(task, fd));
    Permission.checkAccess(task, target);
    OpenFile file = target.files().getAny((int) wanted);
    return DescriptorCalls.add(task, file.retain(), true);
  }

  /** Linux {@code process_mrelease(2)}. The memory of the dying is freed as they die. */
  static long process_mrelease(Task task, long fd, long flags) throws Errno {
    if ((int) flags != 0) {
      throw Errno.EINVAL;
    }
    Task target = living(find(task, fd));
    if (!target.group().isExiting()) {
      throw Errno.EINVAL;
    }
    return 0;
  }

  /** Linux {@code process_madvise(2)}; answers the bytes advised. */
  static long process_madvise(Task task, long fd, long vector, long count, long advice, long flags)
      throws Errno {
    if ((int) flags != 0) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    Vectors.load(task, vector, count, 0);
    int spans = (int) count;
    Task target = living(find(task, fd));
    Permission.checkAccess(task, target);
    if (target.space() != task.space() && !mayAdviseOthers((int) advice)) {
      throw Errno.EINVAL;
    }
    long done = 0;
    for (long at = vector; at < vector + (long) spans * IOVEC_SIZE; at += IOVEC_SIZE) {
      long len = m.getLong(at + 8);
      if (len == 0) {
        continue;
      }
      try {
        Madvise.advise(target.space(), m.getLong(at), len, (int) advice);
      } catch (Errno e) {
        if (done == 0) {
          throw e;
        }
        break;
      }
      done += len;
    }
    return done;
  }

  private static boolean mayAdviseOthers(int advice) {
    return advice == Mman.MADV_COLD
        || advice == Mman.MADV_PAGEOUT
        || advice == Mman.MADV_WILLNEED
        || advice == Mman.MADV_COLLAPSE;
  }
}
