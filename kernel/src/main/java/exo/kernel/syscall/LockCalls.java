package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.layout.Flock;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.FileLock;
import exo.kernel.vfs.FileLocks;
import exo.kernel.vfs.LockWaits;
import exo.kernel.vfs.OpenFile;

/** Locks on files. Source: fcntl(2) "Advisory record locking", flock(2). */
final class LockCalls {
  private static final int DESCRIPTION_PID = -1;

  private LockCalls() {}

  /** F_GETLK and F_OFD_GETLK: what stands in the way of a lock. */
  static long get(Task task, OpenFile file, long va, boolean ofDescription) throws Errno {
    UserMemory m = task.memory();
    FileLock wanted = read(task, file, va, ofDescription, false);
    if (wanted.type() == Fcntl.F_UNLCK && !ofDescription) {
      throw Errno.EINVAL;
    }
    FileLock held = file.inode().locks().conflict(wanted);
    if (held == null) {
      m.putShort(va + Flock.L_TYPE, (short) Fcntl.F_UNLCK);
      return 0;
    }
    m.putShort(va + Flock.L_TYPE, (short) held.type());
    m.putShort(va + Flock.L_WHENCE, (short) Fs.SEEK_SET);
    m.putLong(va + Flock.L_START, held.first());
    boolean open = held.last() == FileLock.END;
    m.putLong(va + Flock.L_LEN, open ? 0 : held.last() - held.first() + 1);
    m.putInt(va + Flock.L_PID, held.pid());
    return 0;
  }

  /** F_SETLK, F_SETLKW and the same for descriptions. */
  static long set(Task task, OpenFile file, long va, boolean ofDescription, boolean waits)
      throws Errno {
    FileLock wanted = read(task, file, va, ofDescription, true);
    FileLocks locks = file.inode().locks();
    LockWaits circles = file.inode().superblock().vfs().lockWaits();
    circles.end(wanted.owner());
    if (wanted.type() == Fcntl.F_UNLCK) {
      locks.unlock(wanted.owner(), wanted.first(), wanted.last());
      return 0;
    }
    FileLock held = locks.conflict(wanted);
    if (held == null) {
      locks.set(wanted);
      return 0;
    }
    if (!waits) {
      throw Errno.EAGAIN;
    }
    if (!ofDescription) {
      if (circles.wouldDeadlock(wanted.owner(), held.owner())) {
        throw Errno.EDEADLK;
      }
      circles.begin(wanted.owner(), held.owner());
    }
    long answer = task.block(locks.released());
    if (answer != Task.BLOCKED) {
      circles.end(wanted.owner());
    }
    return answer;
  }

  /** The struct flock at {@code va} as a lock of the caller's; F_UNLCK stays as type. */
  private static FileLock read(
      Task task, OpenFile file, long va, boolean ofDescription, boolean setting) throws Errno {
    UserMemory m = task.memory();
    int type = m.getShort(va + Flock.L_TYPE);
    int whence = m.getShort(va + Flock.L_WHENCE);
    long start = m.getLong(va + Flock.L_START);
    long len = m.getLong(va + Flock.L_LEN);
    int pid = m.getInt(va + Flock.L_PID);
    long base =
        switch (whence) {
          case Fs.SEEK_SET -> 0;
          case Fs.SEEK_CUR -> file.position();
          case Fs.SEEK_END -> file.inode().size();
          default -> throw Errno.EINVAL;
        };
    if (start > FileLock.END - base) {
      throw Errno.EOVERFLOW;
    }
    long first = base + start;
    long last = FileLock.END;
    if (first < 0) {
      throw Errno.EINVAL;
    }
    if (len > 0) {
      if (len - 1 > FileLock.END - first) {
        throw Errno.EOVERFLOW;
      }
      last = first + len - 1;
    } else if (len < 0) {
      if (first + len < 0) {
        throw Errno.EINVAL;
      }
      last = first - 1;
      first += len;
    }
    if (type != Fcntl.F_RDLCK && type != Fcntl.F_WRLCK && type != Fcntl.F_UNLCK) {
      throw Errno.EINVAL;
    }
    if (setting) {
      checkAccess(file, type);
    }
    if (ofDescription && pid != 0) {
      throw Errno.EINVAL;
    }
    return ofDescription
        ? new FileLock(file, DESCRIPTION_PID, type, first, last)
        : new FileLock(task.files(), task.group().pid(), type, first, last);
  }

  /** To share a lock takes the right to read, to have it alone the right to write. */
  private static void checkAccess(OpenFile file, int type) throws Errno {
    if (type == Fcntl.F_RDLCK && !file.isReadable()
        || type == Fcntl.F_WRLCK && !file.isWritable()) {
      throw Errno.EBADF;
    }
  }

  /** Linux {@code flock(2)}. */
  static long flock(Task task, long fd, long operation) throws Errno {
    int o = (int) operation;
    if ((o & Fcntl.LOCK_MAND) != 0) {
      // Linux: mandatory locks are gone, asking for them does nothing.
      return 0;
    }
    int kind = o & ~Fcntl.LOCK_NB;
    if (kind != Fcntl.LOCK_SH && kind != Fcntl.LOCK_EX && kind != Fcntl.LOCK_UN) {
      throw Errno.EINVAL;
    }
    OpenFile file = Transfer.file(task, fd);
    FileLocks locks = file.inode().locks();
    if (kind == Fcntl.LOCK_UN) {
      locks.unlockWhole(file);
      return 0;
    }
    if (!file.isReadable() && !file.isWritable()) {
      throw Errno.EBADF;
    }
    if (locks.lockWhole(file, kind == Fcntl.LOCK_EX)) {
      return 0;
    }
    if ((o & Fcntl.LOCK_NB) != 0) {
      throw Errno.EAGAIN;
    }
    return task.block(locks.released());
  }
}
