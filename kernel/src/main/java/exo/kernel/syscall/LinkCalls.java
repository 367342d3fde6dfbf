package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.Renames;
import java.nio.charset.StandardCharsets;

/** Names and links. Source: link(2), symlink(2), readlink(2), unlink(2), rename(2). */
final class LinkCalls {
  private static final int RENAME_FLAGS =
      Fs.RENAME_NOREPLACE | Fs.RENAME_EXCHANGE | Fs.RENAME_WHITEOUT;

  private LinkCalls() {}

  /** Linux {@code link(2)}. */
  static long link(Task task, long from, long to) throws Errno {
    return linkat(task, Fcntl.AT_FDCWD, from, Fcntl.AT_FDCWD, to, 0);
  }

  /** Linux {@code linkat(2)}. */
  static long linkat(Task task, long fromFd, long from, long toFd, long to, long flags)
      throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, Fcntl.AT_SYMLINK_FOLLOW | Fcntl.AT_EMPTY_PATH);
    String source = UserPath.read(task, from);
    String target;
    try {
      target = UserPath.read(task, to);
    } catch (Errno unreadable) {
      // Linux looks for what is to be linked before it asks what is wrong with the new name.
      Links.source(task, (int) fromFd, source, f);
      throw unreadable;
    }
    Links.link(task, (int) fromFd, source, (int) toFd, target, f);
    return 0;
  }

  /** Linux {@code symlink(2)}. */
  static long symlink(Task task, long text, long path) throws Errno {
    return symlinkat(task, text, Fcntl.AT_FDCWD, path);
  }

  /** Linux {@code symlinkat(2)}. */
  static long symlinkat(Task task, long text, long dirfd, long path) throws Errno {
    String target = UserPath.read(task, text);
    if (target.isEmpty()) {
      throw Errno.ENOENT;
    }
    Links.symlink(task, target, (int) dirfd, UserPath.read(task, path));
    return 0;
  }

  /** Linux {@code readlink(2)}. */
  static long readlink(Task task, long path, long buf, long size) throws Errno {
    return readlinkat(task, Fcntl.AT_FDCWD, path, buf, size);
  }

  /** Linux {@code readlinkat(2)}. */
  static long readlinkat(Task task, long dirfd, long path, long buf, long size) throws Errno {
    if ((int) size <= 0) {
      throw Errno.EINVAL;
    }
    String text = Links.readlink(task, (int) dirfd, UserPath.read(task, path));
    int len = Math.min(text.length(), (int) size);
    task.memory().write(buf, text.getBytes(StandardCharsets.ISO_8859_1), 0, len);
    return len;
  }

  /** Linux {@code unlink(2)}. */
  static long unlink(Task task, long path) throws Errno {
    Links.unlink(task, Fcntl.AT_FDCWD, UserPath.read(task, path));
    return 0;
  }

  /** Linux {@code unlinkat(2)}. */
  static long unlinkat(Task task, long dirfd, long path, long flags) throws Errno {
    UserPath.checkFlags((int) flags, Fcntl.AT_REMOVEDIR);
    String name = UserPath.read(task, path);
    if ((int) flags == Fcntl.AT_REMOVEDIR) {
      Directories.rmdir(task, (int) dirfd, name);
    } else {
      Links.unlink(task, (int) dirfd, name);
    }
    return 0;
  }

  /** Linux {@code rename(2)}. */
  static long rename(Task task, long from, long to) throws Errno {
    return renameat2(task, Fcntl.AT_FDCWD, from, Fcntl.AT_FDCWD, to, 0);
  }

  /** Linux {@code renameat(2)}. */
  static long renameat(Task task, long fromFd, long from, long toFd, long to) throws Errno {
    return renameat2(task, fromFd, from, toFd, to, 0);
  }

  /** Linux {@code renameat2(2)}. Whiteouts are for overlays: EINVAL. */
  static long renameat2(Task task, long fromFd, long from, long toFd, long to, long flags)
      throws Errno {
    int f = (int) flags;
    boolean exchange = (f & Fs.RENAME_EXCHANGE) != 0;
    UserPath.checkFlags(f, RENAME_FLAGS);
    if (exchange && f != Fs.RENAME_EXCHANGE) {
      throw Errno.EINVAL;
    }
    String source = UserPath.read(task, from);
    String target;
    try {
      target = UserPath.read(task, to);
    } catch (Errno unreadable) {
      // Linux finds the folder of the old name before it asks what is wrong with the new one.
      Renames.findFolder(task, (int) fromFd, source);
      throw unreadable;
    }
    Renames.rename(task, (int) fromFd, source, (int) toFd, target, f);
    return 0;
  }
}
