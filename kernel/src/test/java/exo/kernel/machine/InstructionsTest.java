package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import exo.kernel.abi.Signals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Instructions that not every engine has, and the registers that come with them. */
@OnEveryEngine
class InstructionsTest {
  private final String engine;

  InstructionsTest(String engine) {
    this.engine = engine;
  }

  @Test
  void avx2DoesWhatItDoesOnLinuxOrIsUndefined() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      p.machine.writeFile("/avx2", Puppet.guest("avx2"), 0755);
      ProcessResult result = p.run(Program.of("/avx2").output(p.output));
      Set<String> can = p.machine.capabilities().instructionSets();
      if (can.contains("avx2")) {
        assertEquals(onLinux(), p.output());
        assertEquals(0, result.status());
      } else {
        assertEquals(Signals.SIGILL, result.signal());
      }
      p.machine.audit();
    }
  }

  private static String onLinux() throws Exception {
    Process process =
        new ProcessBuilder(Path.of(System.getProperty("exo.guests"), "avx2").toString()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assumptions.assumeTrue(process.waitFor() == 0, "this machine's own Linux has no AVX2");
    return output;
  }
}
