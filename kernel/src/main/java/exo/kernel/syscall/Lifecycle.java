package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.exec.Exec;
import exo.kernel.task.Exit;
import exo.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/** How programs begin in a process, and how threads and processes end. */
final class Lifecycle {
  /**
   * Most pointers taken from argv and envp, as Linux's MAX_ARG_STRINGS, bounded further by size.
   */
  private static final int MAX_POINTERS = 1 << 20;

  private Lifecycle() {}

  /** Linux {@code execve(2)}. */
  static long execve(Task task, long path, long argv, long envp) throws Errno {
    return exec(task, Fcntl.AT_FDCWD, path(task, path), 0, argv, envp);
  }

  /** Linux {@code execveat(2)}. */
  static long execveat(Task task, long dirfd, long path, long argv, long envp, long flags)
      throws Errno {
    int f = (int) flags;
    if ((f & ~(Fcntl.AT_EMPTY_PATH | Fcntl.AT_SYMLINK_NOFOLLOW)) != 0) {
      throw Errno.EINVAL;
    }
    return exec(task, (int) dirfd, path(task, path), f, argv, envp);
  }

  private static long exec(Task task, int dirfd, String name, int flags, long argv, long envp)
      throws Errno {
    Exec.exec(task, dirfd, name, flags, () -> strings(task, argv), () -> strings(task, envp));
    return Task.REGISTERS_SET;
  }

  private static String path(Task task, long va) throws Errno {
    String name = task.memory().readCString(va, Fs.PATH_MAX - 1);
    if (name == null) {
      throw Errno.ENAMETOOLONG;
    }
    return name;
  }

  /** A vector of strings that a null pointer ends; a null vector is empty, as on Linux. */
  private static List<String> strings(Task task, long vector) throws Errno {
    List<String> out = new ArrayList<>();
    if (vector == 0) {
      return out;
    }
    long total = 0;
    for (long at = vector; ; at += 8) {
      long va = task.memory().getLong(at);
      if (va == 0) {
        return out;
      }
      String s = task.memory().readCString(va, Exec.MAX_STRING - 1);
      if (s == null || out.size() == MAX_POINTERS) {
        throw Errno.E2BIG;
      }
      total += s.length() + 9;
      if (total > Exec.MAX_STRINGS) {
        throw Errno.E2BIG;
      }
      out.add(s);
    }
  }

  /** Linux {@code exit(2)}: ends the calling thread. */
  static long exit(Task task, long status) {
    task.extras().exitStatus = ((int) status & 0xff) << 8;
    Exit.thread(task);
    return Task.REGISTERS_SET;
  }

  /** Linux {@code exit_group(2)}. */
  static long exit_group(Task task, long status) {
    Exit.group(task, ((int) status & 0xff) << 8);
    return Task.REGISTERS_SET;
  }

  /**
   * Linux {@code restart_syscall(2)}. Interrupted sleeps are made again by their own number here,
   * so there is never anything to restart.
   */
  static long restart_syscall(Task task) {
    return Errno.EINTR.negated();
  }
}
