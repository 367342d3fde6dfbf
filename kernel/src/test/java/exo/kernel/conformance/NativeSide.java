package exo.kernel.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program on the Linux that the tests run on. */
final class NativeSide {
  private final ConformanceProgram program;
  private final Path folder;

  NativeSide(ConformanceProgram program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Runs one case, or all that do not end the process.
   *
   * @param argument a case, or empty for all
   */
  Outcome run(String argument) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.file().toString()));
    if (!argument.isEmpty()) {
      command.add(argument);
    }
    Path fresh = Files.createTempDirectory(folder, program.name());
    ProcessBuilder builder = new ProcessBuilder(command).directory(fresh.toFile());
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    return new Outcome(new String(output, StandardCharsets.ISO_8859_1), process.waitFor());
  }

  /** The lines of an option that lists cases. */
  List<String> list(String option) throws IOException, InterruptedException {
    return run(option).output().lines().filter(line -> !line.isBlank()).toList();
  }
}
