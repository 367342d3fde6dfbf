package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.task.Task;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Statuses;
import exo.kernel.vfs.Superblock;

/** What files are. Source: stat(2), statx(2), access(2), statfs(2). */
final class StatCalls {
  private static final int STAT_FLAGS =
      Fcntl.AT_SYMLINK_NOFOLLOW
          | Fcntl.AT_NO_AUTOMOUNT
          | Fcntl.AT_EMPTY_PATH
          | Fcntl.AT_STATX_SYNC_TYPE;

  private static final int ACCESS_FLAGS =
      Fcntl.AT_EACCESS | Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH;

  private static final int ACCESS_MODES = Fs.R_OK | Fs.W_OK | Fs.X_OK;

  private StatCalls() {}

  /** Linux {@code stat(2)}. */
  static long stat(Task task, long path, long out) throws Errno {
    return stat(task, Fcntl.AT_FDCWD, path, out, 0);
  }

  /** Linux {@code lstat(2)}. */
  static long lstat(Task task, long path, long out) throws Errno {
    return stat(task, Fcntl.AT_FDCWD, path, out, Fcntl.AT_SYMLINK_NOFOLLOW);
  }

  /** Linux {@code newfstatat(2)}. */
  static long newfstatat(Task task, long dirfd, long path, long out, long flags) throws Errno {
    return stat(task, (int) dirfd, path, out, (int) flags);
  }

  /** Linux {@code fstat(2)}. */
  static long fstat(Task task, long fd, long out) throws Errno {
    FileStatus s = new FileStatus();
    Statuses.stat(task.files().getAny((int) fd), s);
    StatWriter.stat(task.memory(), out, s);
    return 0;
  }

  private static long stat(Task task, int dirfd, long path, long out, int flags) throws Errno {
    FileStatus s = new FileStatus();
    status(task, dirfd, path, flags, s);
    StatWriter.stat(task.memory(), out, s);
    return 0;
  }

  /** An empty path with AT_EMPTY_PATH is the descriptor itself; other flags then do not matter. */
  private static void status(Task task, int dirfd, long path, int flags, FileStatus s)
      throws Errno {
    if ((flags & Fcntl.AT_EMPTY_PATH) != 0) {
      boolean empty = UserPath.isEmpty(task, path, flags);
      if (empty && dirfd >= 0) {
        Statuses.stat(task.files().getAny(dirfd), s);
        return;
      }
      UserPath.checkFlags(flags, STAT_FLAGS);
      Statuses.stat(task, dirfd, empty ? "" : UserPath.read(task, path), flags, s);
      return;
    }
    UserPath.checkFlags(flags, STAT_FLAGS);
    Statuses.stat(task, dirfd, UserPath.read(task, path), flags, s);
  }

  /** Linux {@code statx(2)}. */
  static long statx(Task task, long dirfd, long path, long flags, long mask, long out)
      throws Errno {
    int f = (int) flags;
    if (((int) mask & Stat.STATX__RESERVED) != 0
        || (f & Fcntl.AT_STATX_SYNC_TYPE) == Fcntl.AT_STATX_SYNC_TYPE) {
      throw Errno.EINVAL;
    }
    FileStatus s = new FileStatus();
    status(task, (int) dirfd, path, f, s);
    StatWriter.statx(task.memory(), out, s, (int) mask);
    return 0;
  }

  /** Linux {@code access(2)}. */
  static long access(Task task, long path, long mode) throws Errno {
    return access(task, Fcntl.AT_FDCWD, path, (int) mode, 0);
  }

  /** Linux {@code faccessat(2)}. */
  static long faccessat(Task task, long dirfd, long path, long mode) throws Errno {
    return access(task, (int) dirfd, path, (int) mode, 0);
  }

  /** Linux {@code faccessat2(2)}. */
  static long faccessat2(Task task, long dirfd, long path, long mode, long flags) throws Errno {
    return access(task, (int) dirfd, path, (int) mode, (int) flags);
  }

  private static long access(Task task, int dirfd, long path, int mode, int flags) throws Errno {
    UserPath.checkFlags(mode, ACCESS_MODES);
    UserPath.checkFlags(flags, ACCESS_FLAGS);
    Statuses.access(task, dirfd, UserPath.read(task, path), mode, flags);
    return 0;
  }

  /** Linux {@code statfs(2)}. */
  static long statfs(Task task, long path, long out) throws Errno {
    FileSystemStatus s = new FileSystemStatus();
    Statuses.statfs(task, UserPath.read(task, path), s);
    StatWriter.statfs(task.memory(), out, s);
    return 0;
  }

  /** Linux {@code fstatfs(2)}. */
  static long fstatfs(Task task, long fd, long out) throws Errno {
    FileSystemStatus s = new FileSystemStatus();
    OpenFile file = task.files().getAny((int) fd);
    Statuses.statfs(file, s);
    StatWriter.statfs(task.memory(), out, s);
    return 0;
  }

  /** Linux {@code ustat(2)}. */
  static long ustat(Task task, long device, long out) throws Errno {
    for (Mount mount : task.fs().namespace().mounts()) {
      Superblock superblock = mount.superblock();
      if ((int) superblock.device() == (int) device) {
        FileSystemStatus s = new FileSystemStatus();
        superblock.statfs(s);
        StatWriter.ustat(task.memory(), out, s);
        return 0;
      }
    }
    throw Errno.EINVAL;
  }
}
