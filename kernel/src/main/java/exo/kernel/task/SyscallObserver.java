package exo.kernel.task;

import exo.kernel.signal.SignalInfo;

/**
 * Sees every system call and signal of a machine; costs nothing when there is none. Called under
 * the kernel lock: it must be quick and must not call back into the machine.
 */
public interface SyscallObserver {
  /** {@link #enter}: let the kernel answer. */
  long PROCEED = Long.MIN_VALUE;

  /** A program was started from outside; stack and registers are those of its beginning. */
  default void started(Task task) {}

  /**
   * A call begins, for the first time.
   *
   * @param number the value of RAX
   * @return {@link #PROCEED}, or the result to answer instead of making the call
   */
  long enter(Task task, int number);

  /** A call ended with {@code result}; registers still hold the arguments but RAX, RCX and R11. */
  void leave(Task task, int number, long result);

  /** A signal is delivered. */
  void signal(Task task, SignalInfo info);

  /** A process ended with that wait status. */
  void exited(Task task, int waitStatus);
}
