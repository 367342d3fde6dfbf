package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two threads lose no count, on one CPU and on two, whether these run at once or by turns. */
@OnEveryEngine
class AtomicsTest {
  private final String engine;

  AtomicsTest(String engine) {
    this.engine = engine;
  }

  private void count(int cpus, int rounds) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (Machine machine = Machine.builder().engine(engine).cpus(cpus).build()) {
      machine.writeFile("/atomics", Puppet.guest("atomics"), 0755);
      Program program = Program.of("/atomics", Integer.toString(rounds)).output(output);
      assertEquals(0, machine.run(program).status());
    }
    String sum = Long.toString(2L * rounds);
    assertEquals(
        String.join(" ", sum, sum, sum, sum) + "\n", output.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nothingIsLost(int cpus) throws Exception {
    count(cpus, 1_000_000);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nothingIsLostInAHundredMillion(int cpus) throws Exception {
    count(cpus, 48_000_000);
  }
}
