package exo.bench.jmh;

import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine that holds one guest program and runs it again and again. */
final class GuestMachine implements AutoCloseable {
  private final Machine machine;
  private final String path;

  private GuestMachine(Machine machine, String path) {
    this.machine = machine;
    this.path = path;
  }

  /** Boots a machine as {@code ./exo run} would, with a program of {@code userland-elf} in it. */
  static GuestMachine with(String program) throws Exception {
    Machine machine = Machine.builder().seed(1).build();
    try {
      String path = "/" + program;
      machine.writeFile(path, read(program), 0755);
      return new GuestMachine(machine, path);
    } catch (IOException | RuntimeException e) {
      machine.close();
      throw e;
    }
  }

  static byte[] read(String program) throws IOException {
    return Files.readAllBytes(Path.of(System.getProperty("exo.guests"), program));
  }

  /** Runs it to its end. */
  ProcessResult run(String... arguments) throws Exception {
    ProcessResult result = machine.run(Program.of(path, arguments));
    if (result.status() != 0) {
      throw new IllegalStateException(path + " ended with status " + result.status());
    }
    return result;
  }

  @Override
  public void close() {
    machine.close();
  }
}
