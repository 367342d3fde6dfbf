package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;

/** Paths and flags as arguments. */
final class UserPath {
  private UserPath() {}

  /**
   * The path at {@code va}, one char a byte. An empty one is for the path walk to refuse.
   *
   * @throws Errno EFAULT, ENAMETOOLONG
   */
  static String read(Task task, long va) throws Errno {
    String path = task.memory().readCString(va, Fs.PATH_MAX - 1);
    if (path == null) {
      throw Errno.ENAMETOOLONG;
    }
    return path;
  }

  /** Whether an empty path, or none at all, stands for the descriptor: AT_EMPTY_PATH. */
  static boolean isEmpty(Task task, long va, int flags) throws Errno {
    return (flags & Fcntl.AT_EMPTY_PATH) != 0 && (va == 0 || task.memory().getByte(va) == 0);
  }

  /**
   * Flags are refused before the path is looked at.
   *
   * @throws Errno EINVAL
   */
  static void checkFlags(int flags, int known) throws Errno {
    if ((flags & ~known) != 0) {
      throw Errno.EINVAL;
    }
  }
}
