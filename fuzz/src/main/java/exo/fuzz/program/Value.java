package exo.fuzz.program;

/** A number an argument is, or takes from an earlier call. */
public sealed interface Value extends Arg {
  /** The number to use; for a reference, when there is nothing to refer to. */
  long number();

  /** The number itself. */
  record Constant(long number) implements Value {}

  /**
   * What an earlier call brought forth.
   *
   * @param call its index in the program
   * @param part -1 for its result, otherwise which of its pointer's parts
   */
  record Result(int call, int part, long number) implements Value {}

  /** What only the executor knows. */
  record Known(Knowledge what, long number) implements Value {}

  /** In the order of the executor's slots. */
  enum Knowledge {
    /** A signal handler that counts. */
    HANDLER,
    /** What sa_restorer takes. */
    RESTORER,
    /** The process that runs the call. */
    PID,
    /** The thread that runs the call. */
    TID
  }

  static Value of(long number) {
    return new Constant(number);
  }
}
