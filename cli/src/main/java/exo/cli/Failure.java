package exo.cli;

/** Ends the command with one line on standard error and a status. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status one of {@link ExitStatus}
   * @param message one line for people, without the leading "exo: "
   */
  public Failure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
