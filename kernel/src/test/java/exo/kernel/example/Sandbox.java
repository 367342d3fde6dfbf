package exo.kernel.example;

import exo.cpu.CpuUnavailable;
import exo.kernel.GuestInput;
import exo.kernel.GuestStartException;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Runs a program that it does not trust on some input, and says what came of it. */
public final class Sandbox {
  private Sandbox() {}

  /**
   * What came of it.
   *
   * @param verdict for people: one line
   * @param output what the program wrote to its standard output
   */
  public record Outcome(String verdict, String output) {}

  /**
   * Runs a static program to its end, or to one of its limits.
   *
   * @param program an ELF file of Linux on x86-64
   */
  public static Outcome run(Path program, String input, String... arguments)
      throws CpuUnavailable, IOException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (Machine machine =
        Machine.builder()
            .memory(128L << 20)
            .wallLimit(Duration.ofSeconds(10))
            .cpuLimit(Duration.ofSeconds(2))
            .outputLimit(1 << 20)
            .build()) {
      machine.writeFile("/program", Files.readAllBytes(program), 0755);
      ProcessResult result =
          machine.run(
              Program.of("/program", arguments)
                  .input(GuestInput.of(input.getBytes(StandardCharsets.UTF_8)))
                  .output(output));
      return new Outcome(verdict(result), output.toString(StandardCharsets.UTF_8));
    } catch (GuestStartException e) {
      return new Outcome("not started: " + e.getMessage(), "");
    }
  }

  private static String verdict(ProcessResult result) {
    if (result.limit() != null) {
      return "stopped: too much " + result.limit();
    }
    if (result.signal() != 0) {
      return "ended by signal " + result.signal();
    }
    return "ended with status " + result.exitCode();
  }
}
