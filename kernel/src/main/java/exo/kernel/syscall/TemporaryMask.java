package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/** The signal mask that ppoll(2), pselect(2) and epoll_pwait(2) have for as long as they wait. */
final class TemporaryMask {
  private static final int SIGSET_SIZE = 8;

  private TemporaryMask() {}

  /**
   * Puts a mask in place, if one is given. A handler that breaks the wait off still runs under it;
   * the delivery of signals then puts the old one back.
   *
   * @throws Errno EINVAL for another size than Linux's, EFAULT
   */
  static void set(Task task, long mask, long size) throws Errno {
    if (mask == 0) {
      return;
    }
    if (size != SIGSET_SIZE) {
      throw Errno.EINVAL;
    }
    task.signals().maskForWait(task.memory().getLong(mask));
  }

  /** The wait is over without a handler: the mask is what it was. */
  static void restore(Task task) {
    task.signals().restoreMask();
  }
}
