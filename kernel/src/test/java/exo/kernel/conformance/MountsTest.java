package exo.kernel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Mounting as Linux answered it: the program changes the tree of mounts, so what it prints on Linux
 * was taken in a mount namespace of its own and is kept beside the tests.
 */
@OnEveryEngine
class MountsTest {
  private final String engine;

  MountsTest(String engine) {
    this.engine = engine;
  }

  @Test
  void mountsAsLinuxDoes() throws IOException, InterruptedException {
    Path file = Path.of(System.getProperty("exo.guests", "")).resolve("mounts");
    Assumptions.assumeTrue(Files.isRegularFile(file), "the guest programs are not built");
    try (GuestSide guest = GuestSide.boot(engine, new ConformanceProgram(file), 0, 0)) {
      assertEquals(new Outcome(expected(), 0), guest.run(""));
    }
  }

  private static String expected() throws IOException {
    try (InputStream in = MountsTest.class.getResourceAsStream("/conformance/mounts.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
