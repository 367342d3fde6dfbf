package exo.kernel.conformance;

import exo.cpu.CpuUnavailable;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Runs a program in a machine of its own, whose root is in memory. */
final class GuestSide implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Machine machine;
  private final String file;
  private final int uid;
  private final int gid;

  private GuestSide(Machine machine, String file, int uid, int gid) {
    this.machine = machine;
    this.file = file;
    this.uid = uid;
    this.gid = gid;
  }

  /** A machine with the program in it, to be run by who runs the tests. */
  static GuestSide boot(String engine, ConformanceProgram program) throws IOException {
    Path own = Files.createTempFile("exo", null);
    int uid = (int) Files.getAttribute(own, "unix:uid");
    int gid = (int) Files.getAttribute(own, "unix:gid");
    Files.delete(own);
    return boot(engine, program, uid, gid);
  }

  /** A machine with the program in it, to be run by that user. */
  static GuestSide boot(String engine, ConformanceProgram program, int uid, int gid)
      throws IOException {
    String file = "/bin/" + program.name();
    try {
      Machine machine =
          Machine.builder()
              .engine(engine)
              .memory(1L << 30)
              .cpus(Integer.getInteger("exo.test.cpus", 1))
              .build();
      machine.makeDirectories("/bin");
      machine.writeFile(file, Files.readAllBytes(program.file()), 0755);
      return new GuestSide(machine, file, uid, gid);
    } catch (CpuUnavailable e) {
      throw new IOException(e);
    }
  }

  /** As {@link NativeSide#run}; each case makes a folder of its name, so they share one. */
  Outcome run(String argument) throws IOException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Program program = argument.isEmpty() ? Program.of(file) : Program.of(file, argument);
    GuestProcess process = machine.start(program.user(uid, gid).directory("/tmp").output(output));
    Optional<ProcessResult> result = process.waitFor(LONGEST);
    if (result.isEmpty()) {
      process.kill();
      result = Optional.of(process.waitFor());
    }
    machine.drainOutput();
    return new Outcome(output.toString(StandardCharsets.ISO_8859_1), result.get().status());
  }

  /** What {@link Machine#audit} complains of, or null. */
  RuntimeException audit() {
    try {
      machine.audit();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Override
  public void close() {
    machine.close();
  }
}
