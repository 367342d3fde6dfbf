package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of bench/mixed-load.sh: shells, python, redis and a compiler beside each other.
 */
class MixedLoadTest {
  private static final String MINUTES = "3";

  @TempDir Path folder;

  @Test
  void threeMinutesGoWithoutAFault() throws Exception {
    for (String program : new String[] {"python3", "redis-server", "redis-benchmark", "gcc"}) {
      assumeTrue(isInstalled(program), program + " is not installed");
    }
    Process load =
        new ProcessBuilder(
                ExoCommand.ROOT.resolve("bench/mixed-load.sh").toString(),
                "--minutes",
                MINUTES,
                "--results",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    load.getOutputStream().close();
    String report = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, load.waitFor(), () -> report + guest("guest.err") + guest("guest.out"));
  }

  private String guest(String file) {
    try {
      return "--- " + file + "\n" + Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return "no " + file + "\n";
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
        .anyMatch(place -> Files.isExecutable(Path.of(place + program)));
  }
}
