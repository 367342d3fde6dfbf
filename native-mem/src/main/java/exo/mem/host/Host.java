package exo.mem.host;

/** Which machine we run on. */
final class Host {
  private Host() {}

  /**
   * Called before the first use of {@link Libc}, whose numbers and layouts are those of Linux on
   * x86-64: elsewhere the user reads this message and not a linkage error.
   */
  static void requireLinux() {
    String system = System.getProperty("os.name", "");
    String machine = System.getProperty("os.arch", "");
    if (!system.equals("Linux") || !machine.equals("amd64")) {
      throw new UnsupportedOperationException(
          "Exo needs a Linux x86-64 host; this one is " + system + " " + machine);
    }
  }
}
