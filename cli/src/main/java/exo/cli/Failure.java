package exo.cli;

/** Ends the command with one line on standard error and a status. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String who;

  /**
   * @param status one of {@link ExitStatus}
   * @param message one line for people, without the leading "exo: "
   */
  public Failure(int status, String message) {
    this(status, "exo", message);
  }

  private Failure(int status, String who, String message) {
    super(message, null, false, false);
    this.status = status;
    this.who = who;
  }

  /**
   * The command line is wrong.
   *
   * @param command such as {@code exo run}
   */
  public static Failure usage(String command, String problem) {
    return new Failure(ExitStatus.USAGE, command, problem + "; try --help");
  }

  /** The line for people. */
  String line() {
    return who + ": " + getMessage();
  }

  public int status() {
    return status;
  }
}
