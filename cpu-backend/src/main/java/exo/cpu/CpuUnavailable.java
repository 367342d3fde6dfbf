package exo.cpu;

/**
 * An engine cannot work on this host. The message is one line that says why and what to do about
 * it.
 */
public final class CpuUnavailable extends Exception {
  private static final long serialVersionUID = 1;

  public CpuUnavailable(String message) {
    super(message);
  }

  public CpuUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
