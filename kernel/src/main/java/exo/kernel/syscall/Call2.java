package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/** A {@link Handler} that takes two arguments. */
@FunctionalInterface
public interface Call2 extends Handler {
  long call(Task task, long a0, long a1) throws Errno;

  @Override
  default long invoke(Task task, long a0, long a1, long a2, long a3, long a4, long a5)
      throws Errno {
    return call(task, a0, a1);
  }
}
