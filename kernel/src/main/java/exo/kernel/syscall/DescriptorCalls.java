package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Mman;
import exo.kernel.fs.pipefs.Pipefs;
import exo.kernel.fs.tmpfs.MemFd;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Task;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.OpenFile;

/** Descriptors, and files that begin as one. Source: dup(2), close_range(2), pipe(2). */
final class DescriptorCalls {
  private DescriptorCalls() {}

  /** The first descriptor the task may not have: RLIMIT_NOFILE. */
  static long limit(Task task) {
    return task.group().limits().bound(ResourceLimits.NOFILE);
  }

  /**
   * For calls that look for a number before anything else.
   *
   * @throws Errno EMFILE
   */
  static void requireFree(Task task) throws Errno {
    if (task.files().nextFree(0) >= limit(task)) {
      throw Errno.EMFILE;
    }
  }

  /** Gives a file the lowest free descriptor, or ends it. */
  static long add(Task task, OpenFile file, boolean cloexec) throws Errno {
    try {
      return task.files().add(file, cloexec, limit(task));
    } catch (Errno e) {
      file.release();
      throw e;
    }
  }

  /** Linux {@code close(2)}. */
  static long close(Task task, long fd) throws Errno {
    task.files().close((int) fd);
    return 0;
  }

  /** Linux {@code close_range(2)}. */
  static long close_range(Task task, long first, long last, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, Fcntl.CLOSE_RANGE_UNSHARE | Fcntl.CLOSE_RANGE_CLOEXEC);
    if (Integer.compareUnsigned((int) first, (int) last) > 0) {
      throw Errno.EINVAL;
    }
    if ((f & Fcntl.CLOSE_RANGE_UNSHARE) != 0) {
      task.ownFiles();
    }
    if ((int) first < 0) {
      return 0;
    }
    int end = (int) last < 0 ? Integer.MAX_VALUE : (int) last;
    if ((f & Fcntl.CLOSE_RANGE_CLOEXEC) != 0) {
      task.files().setCloseOnExec((int) first, end);
    } else {
      task.files().closeRange((int) first, end);
    }
    return 0;
  }

  /** Linux {@code dup(2)}. */
  static long dup(Task task, long fd) throws Errno {
    FdTable files = task.files();
    OpenFile file = files.getAny((int) fd);
    int copy = files.add(file, false, limit(task));
    file.retain();
    return copy;
  }

  /** Linux {@code dup2(2)}. */
  static long dup2(Task task, long from, long to) throws Errno {
    if ((int) from == (int) to) {
      task.files().getAny((int) from);
      return (int) to;
    }
    return replace(task, from, to, false);
  }

  /** Linux {@code dup3(2)}. */
  static long dup3(Task task, long from, long to, long flags) throws Errno {
    UserPath.checkFlags((int) flags, Fcntl.O_CLOEXEC);
    if ((int) from == (int) to) {
      throw Errno.EINVAL;
    }
    return replace(task, from, to, (int) flags != 0);
  }

  private static long replace(Task task, long from, long to, boolean cloexec) throws Errno {
    OpenFile old = task.files().duplicateTo((int) from, (int) to, cloexec, limit(task));
    if (old != null) {
      closeReplaced(task, old);
    }
    return (int) to;
  }

  private static void closeReplaced(Task task, OpenFile old) {
    try {
      task.files().closed(old);
    } catch (Errno unreported) {
      // dup2(2): what close(2) would have reported is lost.
    }
  }

  /** Linux {@code pipe(2)}. */
  static long pipe(Task task, long fds) throws Errno {
    return pipe2(task, fds, 0);
  }

  /** Linux {@code pipe2(2)}. */
  static long pipe2(Task task, long fds, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK | Fcntl.O_DIRECT | Fcntl.O_EXCL);
    if ((f & Fcntl.O_EXCL) != 0) {
      // O_NOTIFICATION_PIPE: built without CONFIG_WATCH_QUEUE.
      throw Errno.ENOPKG;
    }
    Pipefs.Ends ends = task.kernel().pipes().create(task, f);
    boolean cloexec = (f & Fcntl.O_CLOEXEC) != 0;
    int reader;
    int writer;
    try {
      reader = (int) add(task, ends.reader(), cloexec);
    } catch (Errno e) {
      ends.writer().release();
      throw e;
    }
    try {
      writer = (int) add(task, ends.writer(), cloexec);
    } catch (Errno e) {
      task.files().close(reader);
      throw e;
    }
    try {
      task.memory().putInt(fds, reader);
      task.memory().putInt(fds + Integer.BYTES, writer);
    } catch (Errno e) {
      task.files().close(reader);
      task.files().close(writer);
      throw e;
    }
    return 0;
  }

  /** Linux {@code memfd_create(2)}. There are no huge pages to make it of. */
  static long memfd_create(Task task, long name, long flags) throws Errno {
    int f = (int) flags;
    MemFd.checkFlags(f);
    String text = task.memory().readCString(name, MemFd.LONGEST_NAME);
    if (text == null) {
      throw Errno.EINVAL;
    }
    checkRoom(task);
    OpenFile file = task.kernel().memFds().create(task, text, f);
    return add(task, file, (f & Mman.MFD_CLOEXEC) != 0);
  }

  /** Linux looks for a free descriptor before it makes or finds the file. */
  static void checkRoom(Task task) throws Errno {
    task.files().checkRoom(limit(task));
  }
}
