package exo.cli;

/** What Exo itself has to say goes to standard error, a line at a time. */
public final class Notice {
  private Notice() {}

  /** Says one line. */
  public static void say(String message) {
    System.err.println("exo: " + message);
  }

  /**
   * Says what a failure of Exo's own was.
   *
   * @return the status to end with
   */
  public static int internal(Throwable e) {
    say(describe(e));
    return ExitStatus.FAILED;
  }

  /** A failure of Exo's own in one line; all of it goes to standard error with -Dexo.debug=true. */
  public static String describe(Throwable e) {
    if (Boolean.getBoolean("exo.debug")) {
      e.printStackTrace();
    }
    String message = e.getMessage();
    return switch (e) {
      case OutOfMemoryError full -> "the JVM is out of memory: " + message;
      case UnsupportedOperationException unfit when message != null -> message;
      default -> "internal error: " + (message == null ? e.toString() : firstLine(message));
    };
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
