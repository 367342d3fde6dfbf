package exo.cpu.unicorn;

/** What an exception was about, beyond its vector. */
interface Exceptions {

  /**
   * Reads the details of the exception that has just stopped the engine and makes the engine forget
   * it, so that the next one is not taken for a double fault. The registers stay as they are.
   *
   * @param rip where the exception left RIP
   */
  void take(int vector, long rip);

  /** Of the exception last taken; 0 when it has none. */
  int errorCode();

  /** Whether the exception last taken came from an {@code int} instruction. */
  boolean software();

  /** How this is done, for people. */
  String name();
}
