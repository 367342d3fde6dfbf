package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.abi.layout.FileHandle;
import exo.kernel.abi.layout.OpenHow;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.OpenFlags;
import exo.kernel.vfs.Opens;

/** Opening by name. Source: open(2), openat2(2), open_by_handle_at(2). */
final class OpenCalls {
  /** Longest struct that openat2(2) looks at: a page. */
  private static final int MAX_HOW = 4096;

  private static final int MAX_HANDLE = 128;

  private static final int HANDLE_FLAGS =
      Fcntl.AT_SYMLINK_FOLLOW
          | Fcntl.AT_EMPTY_PATH
          | Fcntl.AT_HANDLE_FID
          | Fcntl.AT_HANDLE_MNT_ID_UNIQUE
          | Fcntl.AT_HANDLE_CONNECTABLE;

  private OpenCalls() {}

  /** Linux {@code open(2)}. */
  static long open(Task task, long path, long flags, long mode) throws Errno {
    return open(task, Fcntl.AT_FDCWD, path, (int) flags, (int) mode);
  }

  /** Linux {@code creat(2)}. */
  static long creat(Task task, long path, long mode) throws Errno {
    int flags = Fcntl.O_CREAT | Fcntl.O_WRONLY | Fcntl.O_TRUNC;
    return open(task, Fcntl.AT_FDCWD, path, flags, (int) mode);
  }

  /** Linux {@code openat(2)}. */
  static long openat(Task task, long dirfd, long path, long flags, long mode) throws Errno {
    return open(task, (int) dirfd, path, (int) flags, (int) mode);
  }

  private static long open(Task task, int dirfd, long path, int flags, int mode) throws Errno {
    if (task.call().isResumed()) {
      return goOn(task, flags);
    }
    OpenFlags.lenient(flags);
    String name = UserPath.read(task, path);
    DescriptorCalls.checkRoom(task);
    return finish(task, Opens.open(task, dirfd, name, flags, mode), flags);
  }

  /** Linux {@code openat2(2)}. */
  static long openat2(Task task, long dirfd, long path, long how, long size) throws Errno {
    if (Long.compareUnsigned(size, OpenHow.SIZE) < 0) {
      throw Errno.EINVAL;
    }
    if (Long.compareUnsigned(size, MAX_HOW) > 0) {
      throw Errno.E2BIG;
    }
    UserMemory m = task.memory();
    checkZero(m, how + OpenHow.SIZE, size - OpenHow.SIZE);
    long flags = m.getLong(how + OpenHow.FLAGS);
    long mode = m.getLong(how + OpenHow.MODE);
    long resolve = m.getLong(how + OpenHow.RESOLVE);
    if (task.call().isResumed()) {
      return goOn(task, (int) flags);
    }
    OpenFlags.strict(flags, mode, resolve);
    String name = UserPath.read(task, path);
    DescriptorCalls.checkRoom(task);
    OpenFile file = Opens.open2(task, (int) dirfd, name, flags, mode, resolve);
    return finish(task, file, (int) flags);
  }

  /** A struct of a later Linux is taken if what is new in it is zero. */
  private static void checkZero(UserMemory m, long va, long len) throws Errno {
    for (long i = 0; i < len; i++) {
      if (m.getByte(va + i) != 0) {
        throw Errno.E2BIG;
      }
    }
  }

  /** Waits for a FIFO's other end, then gives the file a descriptor. */
  private static long finish(Task task, OpenFile file, int flags) throws Errno {
    if (file.isOpening()) {
      task.call().keep(file);
      long answer = task.block(file.readable());
      if (answer != Task.BLOCKED) {
        file.release();
      }
      return answer;
    }
    boolean direct = (flags & (Fcntl.O_DIRECT | Fcntl.O_PATH)) == Fcntl.O_DIRECT;
    if (direct && file.inode().type() == Stat.S_IFIFO) {
      // Only pipes without a name have packets, and Linux says so when both ends are there.
      file.release();
      throw Errno.EINVAL;
    }
    return DescriptorCalls.add(task, file, (flags & Fcntl.O_CLOEXEC) != 0);
  }

  private static long goOn(Task task, int flags) throws Errno {
    if (task.call().kept() instanceof OpenFile file) {
      return finish(task, file, flags);
    }
    throw new KernelBug("an open that waited without a file");
  }

  /** Linux {@code name_to_handle_at(2)}. No file system here gives handles. */
  static long name_to_handle_at(
      Task task, long dirfd, long path, long handle, long mountId, long flags) throws Errno {
    UserPath.checkFlags((int) flags, HANDLE_FLAGS);
    boolean connectable = ((int) flags & Fcntl.AT_HANDLE_CONNECTABLE) != 0;
    if (connectable && ((int) flags & (Fcntl.AT_EMPTY_PATH | Fcntl.AT_HANDLE_FID)) != 0) {
      throw Errno.EINVAL;
    }
    String name = UserPath.read(task, path);
    Opens.find(task, (int) dirfd, name, (int) flags);
    throw Errno.EOPNOTSUPP;
  }

  /** Linux {@code open_by_handle_at(2)}. No handle is of a file system here. */
  static long open_by_handle_at(Task task, long mountFd, long handle, long flags) throws Errno {
    if (!task.credentials().hasCapability(Capability.CAP_DAC_READ_SEARCH)) {
      throw Errno.EPERM;
    }
    if ((int) mountFd != Fcntl.AT_FDCWD) {
      task.files().getAny((int) mountFd);
    }
    int bytes = task.memory().getInt(handle + FileHandle.HANDLE_BYTES);
    if (bytes <= 0 || bytes > MAX_HANDLE) {
      throw Errno.EINVAL;
    }
    throw Errno.ESTALE;
  }
}
