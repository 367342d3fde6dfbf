package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.GuestInput;
import exo.kernel.GuestOutput;
import exo.kernel.Machine;
import exo.kernel.PowerOff;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Machines created, used and closed without end leave nothing in the process. It counts what the
 * whole JVM has, so no other test may run beside it.
 */
@Isolated
class MachineSoakTest {
  /** Enough for the code to be compiled and the allocators' pools to be as large as they get. */
  private static final int WARM_UP = 60;

  /** What the JVM and malloc may keep, far less than one machine in ten would leave. */
  private static final long SLACK_BYTES = 24L << 20;

  @Test
  void twoHundredMachinesLeaveNothing() throws Exception {
    soak(200);
  }

  @Test
  @Tag("long")
  void aThousandMachinesLeaveNothing() throws Exception {
    soak(1000);
  }

  @Test
  void hundredBootsLeaveNothing() throws Exception {
    soak(100, MachineSoakTest::boot);
  }

  @Test
  @Tag("long")
  void aThousandBootsLeaveNothing() throws Exception {
    soak(1000, MachineSoakTest::boot);
  }

  private static void soak(int machines) throws Exception {
    byte[] hello = Puppet.guest("hello");
    soak(machines, () -> life(hello));
  }

  /** What is done with one machine, from its making to its end. */
  private interface Life {
    void live() throws Exception;
  }

  private static void soak(int machines, Life life) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      life.live();
    }
    Footprint before = Footprint.now();
    for (int i = 0; i < machines; i++) {
      life.live();
    }
    Footprint after = Footprint.now();
    String story = machines + " machines: " + before + " -> " + after;
    System.out.println(story);
    assertEquals(before.descriptors, after.descriptors, story);
    assertEquals(0, after.ours, story);
    assertTrue(after.threads - before.threads < machines / 10, story);
    assertTrue(after.resident - before.resident < SLACK_BYTES, story);
    assertTrue(after.mappings - before.mappings < machines / 10, story);
  }

  private static void life(byte[] program) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Machine machine = Machine.builder().memory(64L << 20).build()) {
      machine.writeFile("/hello", program, 0755);
      int status = machine.run(Program.of("/hello").output(out)).status();
      assertEquals(0, status);
      assertEquals("Hello from userspace!\n", out.toString(StandardCharsets.US_ASCII));
    }
  }

  /** From the boot to {@code /bin/init} and to power-off. */
  private static void boot() throws Exception {
    try (Machine machine =
        Machine.builder()
            .memory(64L << 20)
            .initramfs(Path.of(System.getProperty("exo.guests")).resolveSibling("initramfs.tar"))
            .console(GuestInput.absent(), GuestOutput.discard())
            .initArguments(List.of("-c", "poweroff"))
            .build()) {
      assertEquals(PowerOff.Kind.OFF, machine.waitForPowerOff(machine.startInit()).kind());
      machine.audit();
    }
  }

  /**
   * What the host process has.
   *
   * @param threads all of them: compilers and collectors of the JVM come and go
   * @param ours those that machines start
   * @param resident bytes of memory
   * @param mappings lines of {@code /proc/self/maps}
   */
  private record Footprint(int descriptors, int threads, int ours, long resident, int mappings) {
    static Footprint now() throws IOException, InterruptedException {
      // A thread that was joined may still be on its way out, as may what the collector frees.
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(100);
      }
      return new Footprint(
          entries("/proc/self/fd"),
          entries("/proc/self/task"),
          threadsOfMachines(),
          residentBytes(),
          countMappings());
    }

    private static int threadsOfMachines() {
      return (int)
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t.getName().startsWith("exo-"))
              .count();
    }

    private static int entries(String folder) throws IOException {
      int count = 0;
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(folder))) {
        for (Path ignored : all) {
          count++;
        }
      }
      return count;
    }

    private static long residentBytes() throws IOException {
      List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
      for (String line : status) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      throw new IOException("no VmRSS in /proc/self/status");
    }

    private static int countMappings() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1).size();
    }
  }
}
