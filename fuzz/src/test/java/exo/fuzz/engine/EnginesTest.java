package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.run.EngineOracle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EnginesTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests"), "executor");
  private static final int EVERY = 6;

  private static String other() {
    try {
      return EngineOracle.beside("unicorn");
    } catch (CpuUnavailable alone) {
      return Assumptions.abort(String.valueOf(alone.getMessage()));
    }
  }

  @Test
  void theOtherEngineIsAnother() {
    assertNotEquals("unicorn", other());
  }

  /** Some of the programs that once found something. */
  @Test
  void answerTheSame() throws Exception {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    other();
    String all;
    try (var in = EnginesTest.class.getResourceAsStream("regressions.prog")) {
      all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    FuzzOptions options = FuzzOptions.looking(OracleChoice.ENGINES, false, EXECUTOR);
    List<String> texts = List.of(all.split("\n\n", -1));
    List<Finding> found = new ArrayList<>();
    try (Replay replay = new Replay(options, note -> {})) {
      for (int i = 0; i < texts.size(); i += EVERY) {
        Finding f = texts.get(i).isBlank() ? null : replay.judge(ProgramText.parse(texts.get(i)));
        if (f != null) {
          found.add(f);
        }
      }
    }
    assertEquals(List.of(), found);
  }
}
