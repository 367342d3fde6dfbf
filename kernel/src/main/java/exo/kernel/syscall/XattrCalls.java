package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Extended attributes. Source: setxattr(2), getxattr(2), listxattr(2), removexattr(2). */
final class XattrCalls {
  private static final int AT_FLAGS = Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH;

  // struct xattr_args of setxattrat(2) and getxattrat(2).
  private static final int ARGS_VALUE = 0;
  private static final int ARGS_SIZE = 8;
  private static final int ARGS_FLAGS = 12;
  private static final int ARGS_LENGTH = 16;
  private static final int MAX_ARGS = 4096;

  private XattrCalls() {}

  /** Linux {@code setxattr(2)}. */
  static long setxattr(Task task, long path, long name, long value, long size, long flags)
      throws Errno {
    return set(task, Fcntl.AT_FDCWD, path, 0, name, value, size, (int) flags);
  }

  /** Linux {@code lsetxattr(2)}. */
  static long lsetxattr(Task task, long path, long name, long value, long size, long flags)
      throws Errno {
    int at = Fcntl.AT_SYMLINK_NOFOLLOW;
    return set(task, Fcntl.AT_FDCWD, path, at, name, value, size, (int) flags);
  }

  /** Linux {@code fsetxattr(2)}. */
  static long fsetxattr(Task task, long fd, long name, long value, long size, long flags)
      throws Errno {
    UserPath.checkFlags((int) flags, Fs.XATTR_CREATE | Fs.XATTR_REPLACE);
    String text = name(task, name);
    byte[] bytes = value(task, value, size);
    Xattrs.set(task, task.files().get((int) fd).path(), text, bytes, (int) flags);
    return 0;
  }

  /** Linux {@code setxattrat(2)}. */
  static long setxattrat(Task task, long dirfd, long path, long at, long name, long args, long size)
      throws Errno {
    checkArgs(task, args, size);
    UserMemory m = task.memory();
    long value = m.getLong(args + ARGS_VALUE);
    long len = Integer.toUnsignedLong(m.getInt(args + ARGS_SIZE));
    int flags = m.getInt(args + ARGS_FLAGS);
    UserPath.checkFlags((int) at, AT_FLAGS);
    return set(task, (int) dirfd, path, (int) at, name, value, len, flags);
  }

  private static long set(
      Task task, int dirfd, long path, int at, long name, long value, long size, int flags)
      throws Errno {
    UserPath.checkFlags(flags, Fs.XATTR_CREATE | Fs.XATTR_REPLACE);
    String text = name(task, name);
    byte[] bytes = value(task, value, size);
    Xattrs.set(task, resolve(task, dirfd, path, at), text, bytes, flags);
    return 0;
  }

  /** Linux {@code getxattr(2)}. */
  static long getxattr(Task task, long path, long name, long value, long size) throws Errno {
    return get(task, Fcntl.AT_FDCWD, path, 0, name, value, size);
  }

  /** Linux {@code lgetxattr(2)}. */
  static long lgetxattr(Task task, long path, long name, long value, long size) throws Errno {
    return get(task, Fcntl.AT_FDCWD, path, Fcntl.AT_SYMLINK_NOFOLLOW, name, value, size);
  }

  /** Linux {@code fgetxattr(2)}. */
  static long fgetxattr(Task task, long fd, long name, long value, long size) throws Errno {
    String text = name(task, name);
    Path path = task.files().get((int) fd).path();
    return answer(task, Xattrs.get(task, path, text), value, size);
  }

  /** Linux {@code getxattrat(2)}. */
  static long getxattrat(Task task, long dirfd, long path, long at, long name, long args, long size)
      throws Errno {
    checkArgs(task, args, size);
    UserMemory m = task.memory();
    long value = m.getLong(args + ARGS_VALUE);
    long len = Integer.toUnsignedLong(m.getInt(args + ARGS_SIZE));
    UserPath.checkFlags(m.getInt(args + ARGS_FLAGS), 0);
    UserPath.checkFlags((int) at, AT_FLAGS);
    return get(task, (int) dirfd, path, (int) at, name, value, len);
  }

  private static long get(Task task, int dirfd, long path, int at, long name, long value, long size)
      throws Errno {
    String text = name(task, name);
    return answer(task, Xattrs.get(task, resolve(task, dirfd, path, at), text), value, size);
  }

  /** Linux {@code listxattr(2)}. */
  static long listxattr(Task task, long path, long list, long size) throws Errno {
    return listxattrat(task, Fcntl.AT_FDCWD, path, 0, list, size);
  }

  /** Linux {@code llistxattr(2)}. */
  static long llistxattr(Task task, long path, long list, long size) throws Errno {
    int at = Fcntl.AT_SYMLINK_NOFOLLOW;
    return listxattrat(task, Fcntl.AT_FDCWD, path, at, list, size);
  }

  /** Linux {@code flistxattr(2)}. */
  static long flistxattr(Task task, long fd, long list, long size) throws Errno {
    Path path = task.files().get((int) fd).path();
    return answer(task, joined(Xattrs.list(task, path)), list, size);
  }

  /** Linux {@code listxattrat(2)}. */
  static long listxattrat(Task task, long dirfd, long path, long at, long list, long size)
      throws Errno {
    UserPath.checkFlags((int) at, AT_FLAGS);
    Path found = resolve(task, (int) dirfd, path, (int) at);
    return answer(task, joined(Xattrs.list(task, found)), list, size);
  }

  private static byte[] joined(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String n : names) {
      text.append(n).append('\0');
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Linux {@code removexattr(2)}. */
  static long removexattr(Task task, long path, long name) throws Errno {
    return removexattrat(task, Fcntl.AT_FDCWD, path, 0, name);
  }

  /** Linux {@code lremovexattr(2)}. */
  static long lremovexattr(Task task, long path, long name) throws Errno {
    return removexattrat(task, Fcntl.AT_FDCWD, path, Fcntl.AT_SYMLINK_NOFOLLOW, name);
  }

  /** Linux {@code fremovexattr(2)}. */
  static long fremovexattr(Task task, long fd, long name) throws Errno {
    String text = name(task, name);
    Xattrs.remove(task, task.files().get((int) fd).path(), text);
    return 0;
  }

  /** Linux {@code removexattrat(2)}. */
  static long removexattrat(Task task, long dirfd, long path, long at, long name) throws Errno {
    UserPath.checkFlags((int) at, AT_FLAGS);
    String text = name(task, name);
    Xattrs.remove(task, resolve(task, (int) dirfd, path, (int) at), text);
    return 0;
  }

  private static Path resolve(Task task, int dirfd, long path, int at) throws Errno {
    String name = UserPath.isEmpty(task, path, at) ? "" : UserPath.read(task, path);
    return Xattrs.resolve(task, dirfd, name, at);
  }

  private static void checkArgs(Task task, long args, long size) throws Errno {
    if (size < ARGS_LENGTH) {
      throw Errno.EINVAL;
    }
    if (size > MAX_ARGS) {
      throw Errno.E2BIG;
    }
    for (long i = ARGS_LENGTH; i < size; i++) {
      if (task.memory().getByte(args + i) != 0) {
        throw Errno.E2BIG;
      }
    }
  }

  private static String name(Task task, long va) throws Errno {
    String name = task.memory().readCString(va, Fs.XATTR_NAME_MAX);
    if (name == null || name.isEmpty()) {
      throw Errno.ERANGE;
    }
    return name;
  }

  private static byte[] value(Task task, long va, long size) throws Errno {
    if (size < 0 || size > Fs.XATTR_SIZE_MAX) {
      throw Errno.E2BIG;
    }
    return task.memory().read(va, (int) size);
  }

  /** Copies out what fits into {@code size}, or only tells its length if that is zero. */
  private static long answer(Task task, byte[] bytes, long va, long size) throws Errno {
    if (size != 0) {
      if (Long.compareUnsigned(size, bytes.length) < 0) {
        throw Errno.ERANGE;
      }
      task.memory().write(va, bytes);
    }
    return bytes.length;
  }
}
