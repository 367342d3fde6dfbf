package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.task.Task;
import exo.kernel.vfs.FsContext;

/** Leaving what is shared with others. Source: unshare(2), setns(2). */
final class Unsharing {
  private static final int ALONE = Sched.CLONE_THREAD | Sched.CLONE_SIGHAND | Sched.CLONE_VM;
  private static final int KNOWN = ALONE | Sched.CLONE_FILES | Sched.CLONE_FS | Sched.CLONE_SYSVSEM;

  private Unsharing() {}

  /** Linux {@code unshare(2)}, of a kernel without namespaces. */
  static long unshare(Task task, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, KNOWN);
    boolean shared = task.group().tasks().size() > 1 || task.actions().isShared();
    if ((f & ALONE) != 0 && shared) {
      throw Errno.EINVAL;
    }
    if ((f & Sched.CLONE_FILES) != 0) {
      task.ownFiles();
    }
    if ((f & Sched.CLONE_FS) != 0) {
      FsContext shares = task.fs();
      task.fs(shares.copy());
      shares.release();
    }
    return 0;
  }

  /** Linux {@code setns(2)}: no descriptor here is a namespace. */
  static long setns(Task task, long fd, long flags) throws Errno {
    task.files().get((int) fd);
    throw Errno.EINVAL;
  }
}
