package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.Program;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two processes of two threads each that map, fork, exec, protect and unmap at random, each sure of
 * what its pages hold, and of the newest number in the pages that its other thread renews: no
 * engine goes on with a page that is gone.
 */
@OnEveryEngine
class StormTest {
  private static final String MINUTES = "exo.storm.minutes";
  private static final int ROUNDS = 5000;

  private final String engine;

  StormTest(String engine) {
    this.engine = engine;
  }

  @Test
  void pagesHoldWhatTheirProcessWrote() throws Exception {
    storm(1, 150);
  }

  @Test
  void pagesHoldWhatTheirProcessWroteOnTwoCpus() throws Exception {
    storm(2, 150);
  }

  /** A thread that runs on another CPU has left its memory before that is gone. */
  @Test
  void threadsEndWhenAnotherExecs() throws Exception {
    storm(2, "exec", "300");
  }

  @Test
  @Tag("long")
  void pagesHoldWhatTheirProcessWroteForLong() throws Exception {
    storm(1, 20_000);
    storm(2, 20_000);
  }

  /** One storm after the other in new machines, for as many minutes as the property says. */
  @Test
  @Tag("long")
  @EnabledIfSystemProperty(named = MINUTES, matches = "[1-9][0-9]*")
  void pagesHoldWhatTheirProcessWroteForMinutes() throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(Long.getLong(MINUTES)).toNanos();
    int storms = 0;
    do {
      storm(2, ROUNDS, 2 * storms++);
    } while (System.nanoTime() < end);
    System.out.println(engine + ": " + storms + " storms of " + ROUNDS + " rounds, all clean");
  }

  private void storm(int cpus, int rounds) throws Exception {
    storm(cpus, rounds, 0);
  }

  private void storm(int cpus, int rounds, int firstSeed) throws Exception {
    storm(cpus, "2", Integer.toString(rounds), Integer.toString(firstSeed));
  }

  private void storm(int cpus, String... arguments) throws Exception {
    // Little memory, so that frames are used again soon.
    try (Puppet p =
        new Puppet(Machine.builder().engine(engine).memory(16L << 20).cpus(cpus).seed(1))) {
      p.machine.writeFile("/storm", Puppet.guest("storm"), 0755);
      int status = p.machine.run(Program.of("/storm", arguments).output(p.output)).status();
      p.machine.drainOutput();
      assertEquals("clean\n", p.output());
      assertEquals(0, status);
      p.machine.audit();
    }
  }
}
