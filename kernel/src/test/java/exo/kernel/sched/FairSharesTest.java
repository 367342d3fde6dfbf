package exo.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Sched;
import exo.kernel.sched.SchedulerFixture.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairSharesTest {
  private static final long MS = SchedulerFixture.MS;

  @Test
  void threeThatComputeShareACpuEvenly() {
    SchedulerFixture f = new SchedulerFixture(1);
    List<Program> hogs = List.of(f.hog("a"), f.hog("b"), f.hog("c"));
    f.run(3000 * MS);
    for (Program p : hogs) {
      assertEquals(1.0 / 3, f.share(p), 0.05 / 3);
      assertEquals("COLD", p.queueName());
    }
  }

  @Test
  void niceValuesAreSharesByWeight() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program plain = f.hog("plain");
    Program nicer = f.hog("nicer");
    f.scheduler.requests().nice(nicer, 5, 0);
    f.run(10_000 * MS);
    // 1.25 to the fifth
    assertEquals(3.05, f.share(plain) / f.share(nicer), 0.3);
  }

  @Test
  void aLessNiceOneGetsMore() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program plain = f.hog("plain");
    Program greedy = f.hog("greedy");
    f.scheduler.requests().nice(greedy, -5, 0);
    f.run(10_000 * MS);
    assertEquals(3.05, f.share(greedy) / f.share(plain), 0.3);
  }

  @Test
  void threeOnTwoCpusGetTwoThirdsEach() {
    SchedulerFixture f = new SchedulerFixture(2);
    List<Program> hogs = List.of(f.hog("a"), f.hog("b"), f.hog("c"));
    f.run(3000 * MS);
    for (Program p : hogs) {
      assertEquals(2.0 / 3, f.share(p), 0.05);
    }
  }

  @Test
  void anInteractiveOneAmongTenThatComputeIsHotAndRunsAtOnce() {
    SchedulerFixture f = new SchedulerFixture(1);
    for (int i = 0; i < 10; i++) {
      f.hog("hog" + i);
    }
    Program typist = f.interactive("typist", MS / 5, 20 * MS);
    f.run(5000 * MS);
    assertEquals("HOT", typist.queueName());
    List<Long> sorted = new ArrayList<>(typist.latencies);
    sorted.sort(null);
    assertTrue(sorted.size() > 200);
    assertTrue(sorted.get(sorted.size() * 99 / 100) <= MS, () -> "99th of " + sorted);
  }

  @Test
  void oneThatBeginsToComputeDropsToColdAndComesBack() {
    SchedulerFixture f = new SchedulerFixture(1);
    f.hog("other");
    Program p = f.interactive("p", MS / 5, 5 * MS);
    f.run(500 * MS);
    assertEquals("HOT", p.queueName());
    assertTrue(p.bursts().confidence() > 90);
    p.burst = 50 * MS;
    f.run(1000 * MS);
    assertEquals("COLD", p.queueName());
    p.burst = MS / 5;
    f.run(2000 * MS);
    assertEquals("HOT", p.queueName());
  }

  @Test
  void oneThatNeverBlocksDropsToColdWithinThreeQuanta() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program p = f.hog("p");
    f.run(30 * MS);
    assertEquals("COLD", p.queueName());
  }

  @Test
  void manyThatAreHotCannotStarveOneThatIsCold() {
    SchedulerFixture f = new SchedulerFixture(1);
    for (int i = 0; i < 8; i++) {
      // Together they want more than the CPU has, and block just before they would be NORMAL.
      f.interactive("hot" + i, MS * 8 / 10, MS);
    }
    List<Program> cold = List.of(f.hog("a"), f.hog("b"), f.hog("c"));
    f.run(20_000 * MS);
    int others = 10;
    long bound =
        FairQueues.AGE_NANOS
            + (others + 1) * (FairQueues.AGED_TURN_NANOS + FairQueues.QUANTUM_NANOS);
    for (Program p : f.programs) {
      assertTrue(p.statistics().longestWaitNanos <= bound, p.name);
    }
    for (Program p : cold) {
      assertTrue(p.cpuNanos(f.now) > 0);
    }
  }

  @Test
  void theIdlePolicyHasTheLeftovers() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program worker = f.interactive("worker", 6 * MS, 4 * MS);
    Program idle = f.hog("idle");
    f.scheduler.requests().policy(idle, Sched.SCHED_IDLE, 0, 0);
    f.run(2000 * MS);
    assertEquals(0.6, f.share(worker), 0.05);
    assertEquals(0.4, f.share(idle), 0.05);
  }

  @Test
  void twoRunsTakeTheSameDecisions() {
    assertEquals(traceOfAMix(), traceOfAMix());
  }

  private static List<String> traceOfAMix() {
    SchedulerFixture f = new SchedulerFixture(2);
    f.hog("hog");
    for (int i = 1; i < 10; i++) {
      f.interactive("p" + i, i * MS, (11 - i) * MS);
    }
    f.run(2000 * MS);
    return f.trace;
  }
}
