package exo.kernel.task;

/** Where the run loop hands a system call: the dispatcher, which lies above this package. */
public interface SyscallEntryPoint {
  /**
   * Makes or resumes the call whose number is in the task's saved RAX and stores its result.
   *
   * @return the result as the handler gave it: {@link Task#BLOCKED}, a {@link Restart} code, or
   *     what is now in RAX
   */
  long dispatch(Task task);
}
