package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several virtual CPUs: all of them work, and nobody runs where it may not. */
@OnEveryEngine
class SpreadTest {
  private final String engine;

  SpreadTest(String engine) {
    this.engine = engine;
  }

  private void spread(int cpus, int answer, String what, int amount) throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).cpus(cpus))) {
      p.machine.writeFile("/spread", Puppet.guest("spread"), 0755);
      Program program =
          Program.of("/spread", what, Integer.toString(cpus), Integer.toString(amount));
      int status = p.run(program.output(p.output).error(p.error)).status();
      assertEquals("", p.error());
      assertEquals(0, status);
      assertEquals(Integer.toString(answer), p.output().strip());
      p.machine.audit();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whoIsBoundToSomeRunsNowhereElse(int cpus) throws Exception {
    spread(cpus, 3 * cpus + 1, "bound", 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void whoIsSentToAnotherWhileItRunsTurnsUpThere(int cpus) throws Exception {
    spread(cpus, 60, "sent", 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void whatMayRunAnywhereKeepsAllBusy(int cpus) throws Exception {
    spread(cpus, 2 * cpus, "all", 100);
  }
}
