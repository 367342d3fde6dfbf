package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registers that are saved late are saved in time, whichever CPU a thread comes to. */
@OnEveryEngine
class FpuTest {
  private final String engine;

  FpuTest(String engine) {
    this.engine = engine;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void threadsKeepTheirs(int cpus) throws Exception {
    threadsKeepTheirs(cpus, 2000);
  }

  /** A machine's second CPU may come to its first work when the first has already left some. */
  @Test
  void threadsKeepTheirsWhileCpusArrive() throws Exception {
    for (int round = 0; round < 40; round++) {
      threadsKeepTheirs(3, 20);
    }
  }

  private void threadsKeepTheirs(int cpus, int rounds) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (Machine machine = Machine.builder().engine(engine).cpus(cpus).build()) {
      machine.writeFile("/fpu", Puppet.guest("fpu"), 0755);
      Program program = Program.of("/fpu", "5", String.valueOf(rounds)).output(output);
      int status = machine.run(program).status();
      assertEquals("kept\n", output.toString(StandardCharsets.UTF_8));
      assertEquals(0, status);
    }
  }
}
