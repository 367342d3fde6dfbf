package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/**
 * Makes one system call for a task, under the kernel lock. The arguments are the raw registers; a
 * handler narrows them ({@code (int) fd}) where Linux does.
 */
@FunctionalInterface
public interface Handler {
  /**
   * Makes the call, or makes it again after it was woken.
   *
   * @return the result, {@code -errno}, a restart code, or {@code Task.BLOCKED}
   * @throws Errno what the guest finds in errno
   */
  long invoke(Task task, long a0, long a1, long a2, long a3, long a4, long a5) throws Errno;
}
