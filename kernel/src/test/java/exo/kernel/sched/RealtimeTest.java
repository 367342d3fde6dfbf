package exo.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Sched;
import exo.kernel.sched.SchedulerFixture.Program;
import org.junit.jupiter.api.Test;

class RealtimeTest {
  private static final long MS = SchedulerFixture.MS;

  private static DeadlineServer server(Program p) {
    DeadlineServer server = p.deadline();
    assertNotNull(server);
    return server;
  }

  @Test
  void theHigherPriorityRunsAndOthersGetWhatIsLeftOfTheSecond() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program low = f.hog("low");
    Program high = f.hog("high");
    Program fair = f.hog("fair");
    f.scheduler.requests().policy(low, Sched.SCHED_FIFO, 10, 0);
    f.scheduler.requests().policy(high, Sched.SCHED_FIFO, 11, 0);
    f.run(2000 * MS);
    assertEquals(0, low.cpuNanos(f.now));
    assertEquals(0.95, f.share(high), 0.01);
    assertEquals(0.05, f.share(fair), 0.01);
  }

  @Test
  void equalsOfRoundRobinTakeTurnsAndThoseOfFifoDoNot() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program a = f.hog("a");
    Program b = f.hog("b");
    f.scheduler.requests().policy(a, Sched.SCHED_RR, 5, 0);
    f.scheduler.requests().policy(b, Sched.SCHED_RR, 5, 0);
    f.run(1000 * MS);
    assertEquals(f.share(a), f.share(b), 0.11);
    SchedulerFixture g = new SchedulerFixture(1);
    Program first = g.hog("first");
    Program second = g.hog("second");
    g.scheduler.requests().policy(first, Sched.SCHED_FIFO, 5, 0);
    g.scheduler.requests().policy(second, Sched.SCHED_FIFO, 5, 0);
    g.run(1000 * MS);
    assertEquals(0, second.cpuNanos(g.now));
  }

  @Test
  void aWokenRealtimeOneTakesTheCpuFromAFairOne() {
    SchedulerFixture f = new SchedulerFixture(1);
    f.hog("hog");
    Program p = f.interactive("p", MS / 5, 7 * MS);
    f.scheduler.requests().policy(p, Sched.SCHED_FIFO, 1, 0);
    f.run(500 * MS);
    assertTrue(p.latencies.stream().allMatch(l -> l == 0));
    assertTrue(p.latencies.size() > 50);
  }

  @Test
  void aDeadlineTaskOfNinetyPercentMissesNone() {
    SchedulerFixture f = new SchedulerFixture(1);
    for (int i = 0; i < 3; i++) {
      f.hog("hog" + i);
    }
    Program fifo = f.hog("fifo");
    f.scheduler.requests().policy(fifo, Sched.SCHED_FIFO, 99, 0);
    Program a = f.interactive("a", 6 * MS, 4 * MS);
    Program b = f.interactive("b", 6 * MS, 14 * MS);
    assertTrue(f.scheduler.requests().deadline(a, 6 * MS, 10 * MS, 10 * MS, 0, 0));
    assertTrue(f.scheduler.requests().deadline(b, 6 * MS, 20 * MS, 20 * MS, 0, 0));
    f.run(5000 * MS);
    assertEquals(0, server(a).missed());
    assertEquals(0, server(b).missed());
    assertTrue(server(a).periods() > 300);
  }

  @Test
  void whoUsesItsRuntimeUpWaitsForTheNextPeriod() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program fair = f.hog("fair");
    Program p = f.hog("p");
    assertTrue(f.scheduler.requests().deadline(p, 3 * MS, 10 * MS, 10 * MS, 0, 0));
    f.run(2000 * MS);
    assertEquals(0.3, f.share(p), 0.01);
    assertEquals(0.7, f.share(fair), 0.01);
    assertTrue(server(p).overruns() > 190);
    assertEquals(0, server(p).missed());
  }

  @Test
  void whatTheCpusCannotBearIsRefused() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program a = f.hog("a");
    Program b = f.hog("b");
    assertFalse(f.scheduler.requests().deadline(a, 101 * MS / 10, 10 * MS, 10 * MS, 0, 0));
    assertTrue(f.scheduler.requests().deadline(a, 9 * MS, 10 * MS, 10 * MS, 0, 0));
    assertFalse(f.scheduler.requests().deadline(b, MS, 10 * MS, 10 * MS, 0, 0));
    f.scheduler.requests().policy(a, Sched.SCHED_NORMAL, 0, 0);
    assertEquals(0, f.scheduler.requests().promised());
    assertTrue(f.scheduler.requests().deadline(b, MS, 10 * MS, 10 * MS, 0, 0));
  }

  @Test
  void theEarliestDeadlineIsServedFirst() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program late = f.hog("late");
    Program early = f.hog("early");
    assertTrue(f.scheduler.requests().deadline(late, 2 * MS, 20 * MS, 20 * MS, 0, 0));
    assertTrue(f.scheduler.requests().deadline(early, 2 * MS, 10 * MS, 10 * MS, 0, 0));
    assertSame(early, f.scheduler.pick(f.cpus.getFirst(), 0));
  }

  @Test
  void whoIsLentUrgencyRunsAheadUntilItIsTakenBack() {
    SchedulerFixture f = new SchedulerFixture(1);
    Program owner = f.hog("owner");
    Program between = f.hog("between");
    Program waiter = new Program("waiter", Long.MAX_VALUE, 0);
    f.scheduler.requests().policy(between, Sched.SCHED_FIFO, 10, 0);
    f.scheduler.requests().policy(waiter, Sched.SCHED_FIFO, 20, 0);
    f.scheduler.requests().lend(owner, waiter, 0);
    f.run(100 * MS);
    assertEquals(0, between.cpuNanos(f.now));
    f.scheduler.requests().lend(owner, null, f.now);
    f.run(100 * MS);
    assertEquals(100 * MS, between.cpuNanos(f.now));
  }

  @Test
  void boundToACpuItRunsThereOnlyAndIdleOnesTakeWhatTheyMay() {
    SchedulerFixture f = new SchedulerFixture(4);
    Program bound = f.hog("bound");
    Program other = f.hog("other");
    f.scheduler.requests().affinity(bound, 1 << 2, 0);
    f.scheduler.requests().affinity(other, 1 << 2 | 1 << 3, 0);
    f.run(100 * MS);
    assertEquals(2, bound.lastCpu == null ? -1 : bound.lastCpu.index());
    assertEquals(1.0, f.share(bound), 0.05);
    assertEquals(1.0, f.share(other), 0.15);
  }

  @Test
  void anIdleCpuLooksPastTheFirstThatIsBoundElsewhere() {
    RunQueue queue = new RunQueue(new RealtimeBudget(2));
    Program urgent = new Program("urgent", Long.MAX_VALUE, 0);
    Program first = new Program("first", Long.MAX_VALUE, 0);
    Program second = new Program("second", Long.MAX_VALUE, 0);
    urgent.priority = 20;
    first.priority = 10;
    second.priority = 10;
    for (Program p : new Program[] {urgent, first, second}) {
      p.policy = Sched.SCHED_FIFO;
      p.affinity = p == second ? 0b11 : 0b01;
      queue.add(p, false, 0);
    }
    assertSame(urgent, queue.allowedOn(0b01));
    assertSame(second, queue.allowedOn(0b10));
    assertNull(queue.allowedOn(0b100));
  }
}
