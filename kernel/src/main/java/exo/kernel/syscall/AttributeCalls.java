package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.task.Task;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;

/** Owners, modes and sizes. Source: chmod(2), chown(2), truncate(2), fallocate(2). */
final class AttributeCalls {
  private static final int OWNER_FLAGS = Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH;

  private AttributeCalls() {}

  /** Linux {@code chmod(2)}. */
  static long chmod(Task task, long path, long mode) throws Errno {
    return fchmodat2(task, Fcntl.AT_FDCWD, path, mode, 0);
  }

  /** Linux {@code fchmod(2)}. */
  static long fchmod(Task task, long fd, long mode) throws Errno {
    Attributes.chmod(task, task.files().get((int) fd), (int) mode);
    return 0;
  }

  /** Linux {@code fchmodat(2)}: the call without flags. */
  static long fchmodat(Task task, long dirfd, long path, long mode) throws Errno {
    return fchmodat2(task, dirfd, path, mode, 0);
  }

  /** Linux {@code fchmodat2(2)}. */
  static long fchmodat2(Task task, long dirfd, long path, long mode, long flags) throws Errno {
    UserPath.checkFlags((int) flags, OWNER_FLAGS);
    String name = UserPath.read(task, path);
    Attributes.chmod(task, (int) dirfd, name, (int) mode, (int) flags);
    return 0;
  }

  /** Linux {@code chown(2)}. */
  static long chown(Task task, long path, long uid, long gid) throws Errno {
    return fchownat(task, Fcntl.AT_FDCWD, path, uid, gid, 0);
  }

  /** Linux {@code lchown(2)}. */
  static long lchown(Task task, long path, long uid, long gid) throws Errno {
    return fchownat(task, Fcntl.AT_FDCWD, path, uid, gid, Fcntl.AT_SYMLINK_NOFOLLOW);
  }

  /** Linux {@code fchown(2)}. */
  static long fchown(Task task, long fd, long uid, long gid) throws Errno {
    Attributes.chown(task, task.files().get((int) fd), (int) uid, (int) gid);
    return 0;
  }

  /** Linux {@code fchownat(2)}. */
  static long fchownat(Task task, long dirfd, long path, long uid, long gid, long flags)
      throws Errno {
    UserPath.checkFlags((int) flags, OWNER_FLAGS);
    String name = UserPath.read(task, path);
    Attributes.chown(task, (int) dirfd, name, (int) uid, (int) gid, (int) flags);
    return 0;
  }

  /** Linux {@code truncate(2)}. */
  static long truncate(Task task, long path, long length) throws Errno {
    if (length < 0) {
      throw Errno.EINVAL;
    }
    Attributes.truncate(task, UserPath.read(task, path), length);
    return 0;
  }

  /** Linux {@code ftruncate(2)}. */
  static long ftruncate(Task task, long fd, long length) throws Errno {
    if (length < 0) {
      throw Errno.EINVAL;
    }
    Attributes.truncate(task, task.files().get((int) fd), length);
    return 0;
  }

  /** Linux {@code fallocate(2)}. */
  static long fallocate(Task task, long fd, long mode, long off, long len) throws Errno {
    Attributes.allocate(task, task.files().get((int) fd), (int) mode, off, len);
    return 0;
  }

  /** Linux {@code fadvise64(2)}. Files are in memory: there is nothing to do ahead. */
  static long fadvise64(Task task, long fd, long off, long len, long advice) throws Errno {
    OpenFile file = task.files().get((int) fd);
    if (file.inode().type() == Stat.S_IFIFO) {
      throw Errno.ESPIPE;
    }
    int a = (int) advice;
    if (len < 0 || a < Fs.POSIX_FADV_NORMAL || a > Fs.POSIX_FADV_NOREUSE) {
      throw Errno.EINVAL;
    }
    return 0;
  }

  /** Linux {@code readahead(2)}. As {@link #fadvise64}. */
  static long readahead(Task task, long fd, long off, long count) throws Errno {
    OpenFile file = task.files().get((int) fd);
    if (!file.isReadable()) {
      throw Errno.EBADF;
    }
    Inode inode = file.inode();
    if (!inode.isRegular() || inode.isShared() || count < 0) {
      throw Errno.EINVAL;
    }
    return 0;
  }
}
