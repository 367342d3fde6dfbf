package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** membarrier(2) reaches threads that are in guest code on another CPU before it returns. */
@OnEveryEngine
class BarrierTest {
  private final String engine;

  BarrierTest(String engine) {
    this.engine = engine;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void restartsSequencesOfAllThreads(int cpus) throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).cpus(cpus))) {
      p.machine.writeFile("/barrier", Puppet.guest("barrier"), 0755);
      // On CPUs that take turns each round takes two quanta.
      String rounds = cpus == 1 || !p.machine.capabilities().parallel() ? "10" : "40";
      int status = p.machine.run(Program.of("/barrier", rounds).output(p.output)).status();
      p.machine.drainOutput();
      assertEquals("out\n", p.output());
      assertEquals(0, status);
      p.machine.audit();
    }
  }
}
