package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.OpenFile;
import java.nio.charset.StandardCharsets;

/** Directories, and where a process stands. Source: mkdir(2), getdents(2), chdir(2). */
final class DirectoryCalls {
  private DirectoryCalls() {}

  /** Linux {@code mkdir(2)}. */
  static long mkdir(Task task, long path, long mode) throws Errno {
    return mkdirat(task, Fcntl.AT_FDCWD, path, mode);
  }

  /** Linux {@code mkdirat(2)}. */
  static long mkdirat(Task task, long dirfd, long path, long mode) throws Errno {
    Directories.mkdir(task, (int) dirfd, UserPath.read(task, path), (int) mode);
    return 0;
  }

  /** Linux {@code rmdir(2)}. */
  static long rmdir(Task task, long path) throws Errno {
    Directories.rmdir(task, Fcntl.AT_FDCWD, UserPath.read(task, path));
    return 0;
  }

  /** Linux {@code mknod(2)}. */
  static long mknod(Task task, long path, long mode, long device) throws Errno {
    return mknodat(task, Fcntl.AT_FDCWD, path, mode, device);
  }

  /** Linux {@code mknodat(2)}. */
  static long mknodat(Task task, long dirfd, long path, long mode, long device) throws Errno {
    Directories.checkType((int) mode & 0xffff);
    String name = UserPath.read(task, path);
    // The 32-bit form of a device number is the low half of the long one.
    Directories.mknod(task, (int) dirfd, name, (int) mode & 0xffff, device & 0xffff_ffffL);
    return 0;
  }

  /** Linux {@code getdents64(2)}. */
  static long getdents64(Task task, long fd, long buf, long count) throws Errno {
    return entries(task, fd, new EntryWriter(task, buf, (int) count));
  }

  /** Linux {@code getdents(2)}. */
  static long getdents(Task task, long fd, long buf, long count) throws Errno {
    return entries(task, fd, new OldEntryWriter(task, buf, (int) count));
  }

  private static long entries(Task task, long fd, EntryWriter writer) throws Errno {
    OpenFile file = task.files().get((int) fd);
    file.readDirectory(writer);
    return writer.result();
  }

  /** Linux {@code chdir(2)}. */
  static long chdir(Task task, long path) throws Errno {
    Directories.chdir(task, UserPath.read(task, path));
    return 0;
  }

  /** Linux {@code fchdir(2)}. */
  static long fchdir(Task task, long fd) throws Errno {
    Directories.fchdir(task, (int) fd);
    return 0;
  }

  /** Linux {@code chroot(2)}. */
  static long chroot(Task task, long path) throws Errno {
    Directories.chroot(task, UserPath.read(task, path));
    return 0;
  }

  /** Linux {@code getcwd(2)}. */
  static long getcwd(Task task, long buf, long size) throws Errno {
    byte[] path = (Directories.getcwd(task) + '\0').getBytes(StandardCharsets.ISO_8859_1);
    if (path.length > Fs.PATH_MAX) {
      throw Errno.ENAMETOOLONG;
    }
    if (Long.compareUnsigned(size, path.length) < 0) {
      throw Errno.ERANGE;
    }
    task.memory().write(buf, path);
    return path.length;
  }

  /** Linux {@code umask(2)}. */
  static long umask(Task task, long mask) {
    return task.fs().umask((int) mask);
  }
}
