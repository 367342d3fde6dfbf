package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads that compute, and many that wait for each other: nobody loses his turn. */
@OnEveryEngine
class CrowdTest {
  private final String engine;

  CrowdTest(String engine) {
    this.engine = engine;
  }

  private String crowd(int cpus, String... arguments) throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).cpus(cpus))) {
      p.machine.writeFile("/crowd", Puppet.guest("crowd"), 0755);
      int status =
          p.machine.run(Program.of("/crowd", arguments).output(p.output).error(p.error)).status();
      p.machine.drainOutput();
      assertEquals("", p.error());
      assertEquals(0, status);
      p.machine.audit();
      return p.output().strip();
    }
  }

  private void wake(int cpus, int pairs, int events) throws Exception {
    String answered = crowd(cpus, "wake", Integer.toString(pairs), Integer.toString(events));
    assertTrue(Integer.parseInt(answered) >= events, answered);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void noWakeUpIsLost(int cpus) throws Exception {
    wake(cpus, 32, 20_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void threadsThatArePreemptedKeepTheirRegisters(int cpus) throws Exception {
    crowd(cpus, "compute", "40", "1");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void noWakeUpOfMillionsIsLost(int cpus) throws Exception {
    // A trap costs the others twenty to two hundred times as much.
    wake(cpus, 128, engine.equals("unicorn") ? 10_000_000 : 2_000_000);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aHundredAndFiftyThreadsRunForAMinute(int cpus) throws Exception {
    String[] rounds = crowd(cpus, "compute", "150", "60").split(" ");
    assertTrue(Long.parseLong(rounds[0]) > 0, "one never ran");
  }
}
