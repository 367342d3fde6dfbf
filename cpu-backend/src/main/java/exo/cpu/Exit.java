package exo.cpu;

/** Why {@link Cpu#run} came back. */
public enum Exit {
  /** The guest executed {@code syscall}. */
  SYSCALL,
  /**
   * Vector 14: {@link ExitInfo#address} and {@link ExitInfo#errorCode} tell which access was
   * refused.
   */
  PAGE_FAULT,
  /** Any other exception or software interrupt: {@link ExitInfo#vector}. */
  EXCEPTION,
  /** {@link Cpu#kick} was called. */
  INTERRUPTED,
  /** The engine itself gave up: {@link ExitInfo#reason}. The task cannot go on, the machine can. */
  FAILED
}
