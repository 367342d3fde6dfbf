package exo.kernel.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.MachineBuilder;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A small machine with some guest programs in /bin. */
final class HostileMachine implements AutoCloseable {
  private static final Path GUESTS = Path.of(System.getProperty("exo.guests"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Machine machine;
  private Duration patience = PATIENCE;

  HostileMachine(MachineBuilder builder, String... programs) throws Exception {
    machine = builder.build();
    machine.makeDirectories("/bin");
    for (String p : programs) {
      machine.writeFile("/bin/" + p, guest(p), 0755);
    }
  }

  static byte[] guest(String name) throws IOException {
    return Files.readAllBytes(GUESTS.resolve(name));
  }

  /** For programs that have much to do. */
  HostileMachine patience(Duration longer) {
    patience = longer;
    return this;
  }

  /** What a program printed, and how it ended. */
  record Run(ProcessResult result, String output) {}

  /** Runs to the end; a guest that does not end by itself fails the test. */
  Run run(String program, String... args) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GuestProcess p = machine.start(Program.of("/bin/" + program, args).output(out));
    Optional<ProcessResult> result = p.waitFor(patience);
    assertTrue(result.isPresent(), program + " does not end");
    machine.drainOutput();
    return new Run(result.get(), out.toString(StandardCharsets.UTF_8));
  }

  /** The machine is as good as new. */
  void check() throws Exception {
    machine.audit();
    assertEquals("Hello from userspace!\n", run("hello").output());
    machine.audit();
  }

  @Override
  public void close() {
    machine.close();
  }
}
