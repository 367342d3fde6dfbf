package exo.mem.host;

import java.nio.file.Files;
import java.nio.file.Path;

/** Which machine we run on. */
final class Host {
  private Host() {}

  /**
   * Called before the first use of {@link Syscall}, whose numbers and layouts are those of Linux on
   * x86-64: elsewhere the user reads this message and not a linkage error.
   */
  static void requireLinux() {
    requireLinux(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static void requireLinux(String system, String machine) {
    if (!system.equals("Linux") || !machine.equals("amd64")) {
      throw new UnsupportedOperationException(
          "Exo needs a Linux x86-64 host; this one is " + system + " " + machine);
    }
  }

  /**
   * Files are opened in two steps, the second through {@code /proc/self/fd}. Without it every file
   * would seem to be missing.
   */
  static void requireProc() {
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      throw new UnsupportedOperationException(
          "Exo needs /proc to open host files, and it is not mounted here");
    }
  }
}
