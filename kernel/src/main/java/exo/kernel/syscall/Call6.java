package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/** A {@link Handler} that takes six arguments. */
@FunctionalInterface
public interface Call6 extends Handler {
  long call(Task task, long a0, long a1, long a2, long a3, long a4, long a5) throws Errno;

  @Override
  default long invoke(Task task, long a0, long a1, long a2, long a3, long a4, long a5)
      throws Errno {
    return call(task, a0, a1, a2, a3, a4, a5);
  }
}
