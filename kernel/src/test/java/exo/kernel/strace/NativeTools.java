package exo.kernel.strace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The machine's own compiler and strace, working in a folder. */
final class NativeTools {
  private final Path folder;

  NativeTools(Path folder) {
    this.folder = folder;
  }

  /** Skips the calling test, with a line, where the two are missing or strace is another. */
  void assumePresent() throws InterruptedException {
    Assumptions.assumeTrue(
        output("gcc", "--version").contains("Free Software Foundation"), "no gcc on this machine");
    Assumptions.assumeTrue(
        output("strace", "--version").startsWith("strace -- version 6.1\n"),
        "no strace 6.1 on this machine to compare with");
  }

  /** Puts sources that the tests carry into the folder and compiles the first of them. */
  void compile(String program, String... sources) throws IOException, InterruptedException {
    for (String source : sources) {
      try (InputStream in = NativeTools.class.getResourceAsStream("/strace/" + source)) {
        Files.copy(Objects.requireNonNull(in, source), folder.resolve(source));
      }
    }
    String complaints = output("gcc", "-static", "-O1", "-w", "-o", program, sources[0]);
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
  }

  /** Runs a command to its end; what it printed, or nothing if there is no such command. */
  String output(String... command) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("TZ", "UTC");
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    } catch (IOException absent) {
      return "";
    }
  }
}
