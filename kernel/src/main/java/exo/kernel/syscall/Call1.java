package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/** A {@link Handler} that takes one argument. */
@FunctionalInterface
public interface Call1 extends Handler {
  long call(Task task, long a0) throws Errno;

  @Override
  default long invoke(Task task, long a0, long a1, long a2, long a3, long a4, long a5)
      throws Errno {
    return call(task, a0);
  }
}
