package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.task.SignalFile;
import exo.kernel.task.Task;

/** Signals as descriptors. Source: signalfd(2). */
final class SignalFiles {
  private static final int SIGSET_SIZE = 8;

  private SignalFiles() {}

  /** Linux {@code signalfd(2)}: the call without flags. */
  static long signalfd(Task task, long fd, long mask, long size) throws Errno {
    return signalfd4(task, fd, mask, size, 0);
  }

  /** Linux {@code signalfd4(2)}. */
  static long signalfd4(Task task, long fd, long mask, long size, long flags) throws Errno {
    int f = (int) flags;
    if (size != SIGSET_SIZE) {
      throw Errno.EINVAL;
    }
    long wanted = task.memory().getLong(mask);
    UserPath.checkFlags(f, Poll.SFD_CLOEXEC | Poll.SFD_NONBLOCK);
    if ((int) fd == -1) {
      SignalFile made = new SignalFile(task.kernel(), wanted, f & Poll.SFD_NONBLOCK);
      return DescriptorCalls.add(task, made, (f & Poll.SFD_CLOEXEC) != 0);
    }
    if (!(task.files().get((int) fd) instanceof SignalFile file)) {
      throw Errno.EINVAL;
    }
    file.wanted(wanted);
    return fd;
  }
}
