package exo.kernel.machine;

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

/** A machine with the guest program that does what tests ask for: see puppet.c. */
final class Puppet implements AutoCloseable {
  private static final Path GUESTS = Path.of(System.getProperty("exo.guests"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Machine machine;
  final ByteArrayOutputStream output = new ByteArrayOutputStream();
  final ByteArrayOutputStream error = new ByteArrayOutputStream();

  Puppet(String engine) throws Exception {
    this(Machine.builder().engine(engine));
  }

  Puppet(MachineBuilder builder) throws Exception {
    machine = builder.build();
    machine.writeFile("/puppet", guest("puppet"), 0755);
  }

  static byte[] guest(String name) throws IOException {
    return Files.readAllBytes(GUESTS.resolve(name));
  }

  /** To be started: its output and error are kept. */
  Program program(String... verb) {
    return Program.of("/puppet", verb).output(output).error(error);
  }

  GuestProcess start(String... verb) throws IOException {
    return machine.start(program(verb));
  }

  ProcessResult run(String... verb) throws Exception {
    return run(program(verb));
  }

  /** Runs to the end; a guest that does not end by itself fails the test. */
  ProcessResult run(Program program) throws Exception {
    ProcessResult result = end(machine.start(program));
    machine.drainOutput();
    return result;
  }

  /** Waits for an end that must come. */
  static ProcessResult end(GuestProcess process) throws InterruptedException {
    Optional<ProcessResult> result = process.waitFor(PATIENCE);
    assertTrue(result.isPresent(), "the guest does not end");
    return result.get();
  }

  /** What the verb printed. */
  String says(String... verb) throws Exception {
    output.reset();
    run(verb);
    return output();
  }

  String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  String error() {
    return error.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    machine.close();
  }
}
