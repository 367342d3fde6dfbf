package exo.kernel.abi;

/**
 * Exo itself is wrong. It ends the guest it concerns with a report of the task and the last events;
 * it never becomes an errno and never ends the JVM.
 */
public final class KernelBug extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KernelBug(String message) {
    super(message);
  }

  public KernelBug(String message, Throwable cause) {
    super(message, cause);
  }
}
