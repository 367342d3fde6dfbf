package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of rings on Linux itself, over files of {@code /dev/shm}: the same ELF files. */
@Timeout(60)
class RingOnLinuxTest {
  @ParameterizedTest
  @CsvSource({
    "ring-pingpong 5000, 5000 rounds",
    "ring-fanout 3 5000, '3 receivers got 5000 messages each, 0 of them wrongly'",
    "ring-workers 3 5000, 5000 jobs by 3 workers: right",
    "ring-rpc 5000, 5000 calls",
    "ring-pool 200, 200 buffers of 65536 bytes"
  })
  void anExampleSaysTheSame(String command, String expected) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.set(0, Path.of(System.getProperty("exo.guests"), words.getFirst()).toString());
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), command);
      assertEquals(expected + "\n", said);
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }
}
