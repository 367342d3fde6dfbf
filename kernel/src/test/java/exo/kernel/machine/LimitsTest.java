package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestOutput;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.MachineBuilder;
import exo.kernel.ProcessResult;
import exo.kernel.abi.Signals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bounds a machine: time by the clock, CPU time, output, memory. */
@OnEveryEngine
class LimitsTest {
  private final String engine;

  LimitsTest(String engine) {
    this.engine = engine;
  }

  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void wallTimeEndsOneThatComputes() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).wallLimit(SHORT))) {
      assertKilledFor("wall time", p.run("spin"));
    }
  }

  @Test
  void wallTimeEndsOneThatWaits() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).wallLimit(SHORT))) {
      ProcessResult result = p.run("sleep", "1000");
      assertKilledFor("wall time", result);
      assertTrue(result.wallTime().compareTo(SHORT) >= 0, result.wallTime().toString());
    }
  }

  @Test
  void wallTimeEndsOneThatWaitsForInput() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).wallLimit(SHORT))) {
      ProcessResult result =
          p.run(
              p.program("cat")
                  .input(
                      buffer -> {
                        buffer[0] = 'x';
                        pause();
                        return 1;
                      }));
      assertKilledFor("wall time", result);
    }
  }

  @Test
  void cpuTimeEndsOneThatComputes() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).cpuLimit(SHORT))) {
      ProcessResult result = p.run("spin");
      assertKilledFor("CPU time", result);
      assertTrue(result.cpuTime().compareTo(SHORT) >= 0, result.cpuTime().toString());
    }
  }

  @Test
  void cpuTimeDoesNotPassWhileWaiting() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).cpuLimit(Duration.ofMillis(900)))) {
      assertEquals(0, p.run("sleep", "1").status());
    }
  }

  @Test
  void outputEndsAtItsLimit() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).outputLimit(100_000))) {
      ProcessResult result = p.run("spew");
      assertEquals(Signals.SIGXFSZ, result.signal());
      assertTrue(p.output.size() <= 100_000, p.output.size() + " bytes");
      assertTrue(p.output.size() > 90_000, p.output.size() + " bytes");
    }
  }

  @Test
  void outputThatNobodyTakesHoldsTheGuestBack() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      GuestOutput slow = (bytes, offset, length) -> pause();
      GuestProcess spewing = p.machine.start(p.program("spew").output(slow));
      assertTrue(spewing.waitFor(SHORT).isEmpty());
      spewing.kill();
      ProcessResult result = Puppet.end(spewing);
      assertTrue(
          result.systemCalls() < 2_000, result.systemCalls() + " calls: who keeps all that?");
    }
  }

  @Test
  void outputThatBreaksIsEPIPEOrEIO() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      GuestOutput broken =
          (bytes, offset, length) -> {
            throw new IOException("gone");
          };
      ProcessResult result = Puppet.end(p.machine.start(p.program("spew").output(broken)));
      assertTrue(
          result.signal() == Signals.SIGPIPE || result.exitCode() == 5, "ended by " + result);
    }
  }

  @Test
  void aLimitThatIsNotReachedIsNotNamed() throws Exception {
    MachineBuilder b =
        Machine.builder()
            .engine(engine)
            .wallLimit(Duration.ofHours(1))
            .cpuLimit(Duration.ofHours(1));
    try (Puppet p = new Puppet(b.outputLimit(1000))) {
      ProcessResult result = p.run("both");
      assertEquals(0, result.status());
      assertNull(result.limit());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {64L << 20, 1L << 30, 4L << 30})
  void memoryOfAllSizesBoots(long bytes) throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).memory(bytes))) {
      assertEquals(7, p.run("exit", "7").status());
    }
  }

  @Test
  void mappedFileMayBeLargerThanMemory(@TempDir Path folder) throws Exception {
    long pages = (96L << 20) / 4096;
    Path file = folder.resolve("file");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long page = 0; page < pages; page++) {
        channel.write(ByteBuffer.wrap(new byte[] {1}), page * 4096);
      }
    }
    MachineBuilder b = Machine.builder().engine(engine).memory(64L << 20);
    try (Puppet p = new Puppet(b.mount(file, "/file", false))) {
      assertEquals(2 * pages + "\n", p.says("touch", "/file"));
    }
  }

  @Test
  void nonsenseIsRefusedAtOnce() {
    MachineBuilder b = Machine.builder().engine(engine);
    assertThrows(IllegalArgumentException.class, () -> b.memory(0));
    assertThrows(IllegalArgumentException.class, () -> b.memory(-(64L << 20)));
    assertThrows(IllegalArgumentException.class, () -> b.memory((64L << 20) + 1));
    assertThrows(IllegalArgumentException.class, () -> b.memory(1L << 62));
    assertThrows(IllegalArgumentException.class, () -> b.cpus(0));
    assertThrows(IllegalArgumentException.class, () -> b.cpus(65));
  }

  private static void assertKilledFor(String limit, ProcessResult result) {
    assertEquals(limit, result.limit());
    assertEquals(Signals.SIGKILL, result.signal());
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
