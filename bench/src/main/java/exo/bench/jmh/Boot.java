package exo.bench.jmh;

import exo.kernel.GuestInput;
import exo.kernel.GuestOutput;
import exo.kernel.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whole machines in a JVM that has booted some before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Boot {
  private static final String PROMPT = "exo:/$ ";

  private final Path initramfs =
      Path.of(System.getProperty("exo.guests")).resolveSibling("initramfs.tar");

  @Benchmark
  public void bootAndClose() throws Exception {
    Machine.builder().seed(1).build().close();
  }

  /** From nothing to the shell's prompt on the serial line, and the machine closed again. */
  @Benchmark
  public void bootToPrompt() throws Exception {
    CountDownLatch prompt = new CountDownLatch(1);
    StringBuilder written = new StringBuilder();
    GuestOutput serial =
        (bytes, offset, length) -> {
          written.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
          if (written.indexOf(PROMPT) >= 0) {
            prompt.countDown();
          }
        };
    try (Machine machine =
        Machine.builder()
            .seed(1)
            .initramfs(initramfs)
            .console(GuestInput.absent(), serial)
            .build()) {
      machine.startInit();
      prompt.await();
    }
  }
}
