package exo.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import exo.kernel.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CPU that sleeps is called when somebody else's CPU gives up what it may run. */
class PlacementTest {
  private static final class Entity extends SchedEntity {}

  private final Scheduler scheduler = new Scheduler(2, new TimerQueue());
  private final List<Integer> called = new ArrayList<>();
  private final VirtualCpu first = scheduler.addCpu(0, host(0));
  private final VirtualCpu second = scheduler.addCpu(1, host(1));
  private final Entity e = new Entity();

  private VirtualCpu.Host host(int index) {
    return new VirtualCpu.Host() {
      @Override
      public void interrupt() {}

      @Override
      public void callOut() {}

      @Override
      public void wake() {
        called.add(index);
      }
    };
  }

  @BeforeEach
  void oneRunsAndTheOtherSleeps() {
    scheduler.start(e, 0);
    assertSame(e, scheduler.pick(first, 0));
    scheduler.beginIdle(second, 0);
  }

  @Test
  void whenItMayNoLongerRunHere() {
    scheduler.requests().affinity(e, 0b10, 1);
    assertEquals(true, scheduler.mustReschedule(first));
    scheduler.preempted(first, 2);
    assertEquals(List.of(1), called);
    assertSame(e, scheduler.pick(second, 3));
    assertNull(scheduler.pick(first, 3));
  }

  @Test
  void whenSomebodyElseTakesItsPlace() {
    Entity bound = new Entity();
    scheduler.requests().affinity(bound, 0b01, 1);
    scheduler.start(bound, 1);
    scheduler.preempted(first, 2);
    assertEquals(List.of(1), called);
    assertSame(e, scheduler.pick(second, 3));
    assertSame(bound, scheduler.pick(first, 3));
  }

  @Test
  void whenItYieldsToSomebody() {
    Entity bound = new Entity();
    scheduler.requests().affinity(bound, 0b01, 1);
    scheduler.start(bound, 1);
    scheduler.yielded(first, 2);
    assertEquals(List.of(1), called);
    assertSame(bound, scheduler.pick(first, 3));
    assertSame(e, scheduler.pick(second, 3));
  }
}
