package exo.kernel.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many tasks at once, or one after the other; all is back when they are gone. */
@OnEveryEngine
class SwarmTest {
  private static final int LIMIT = 150;

  private final String engine;

  SwarmTest(String engine) {
    this.engine = engine;
  }

  private void swarm(String what, int n) throws Exception {
    try (HostileMachine m =
        new HostileMachine(Machine.builder().engine(engine).memory(1L << 30), "swarm", "hello")) {
      m.patience(Duration.ofMinutes(15));
      assertEquals(n + "\n", m.run("swarm", what, Integer.toString(n)).output());
      m.check();
    }
  }

  @Test
  void threadsAliveAtOnce() throws Exception {
    swarm("threads", 500);
  }

  @Test
  void processesAliveAtOnce() throws Exception {
    swarm("processes", 100);
  }

  @Test
  void processesOneAfterTheOther() throws Exception {
    swarm("rounds", 200);
  }

  @Test
  void forkBombEndsAtItsLimit() throws Exception {
    try (HostileMachine m =
        new HostileMachine(Machine.builder().engine(engine).maxTasks(LIMIT), "swarm", "hello")) {
      assertEquals(0, m.run("swarm", "bomb").result().status());
      m.check();
    }
  }

  @Test
  @Tag("long")
  void tenThousandThreadsAliveAtOnce() throws Exception {
    swarm("threads", 10_000);
  }

  @Test
  @Tag("long")
  void twoThousandProcessesAliveAtOnce() throws Exception {
    swarm("processes", 2_000);
  }

  @Test
  @Tag("long")
  void hundredThousandProcessesOneAfterTheOther() throws Exception {
    swarm("rounds", 100_000);
  }
}
