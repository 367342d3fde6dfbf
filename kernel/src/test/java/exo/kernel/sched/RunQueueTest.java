package exo.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.kernel.abi.KernelBug;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  private static final class Entity extends SchedEntity {}

  @Test
  void picksInTheOrderOfQueueing() {
    RunQueue q = new RunQueue();
    Entity a = new Entity();
    Entity b = new Entity();
    q.enqueue(a);
    q.enqueue(b);
    assertEquals(2, q.size());
    assertSame(a, q.pick());
    assertFalse(a.isQueued());
    q.enqueue(a);
    assertSame(b, q.pick());
    assertSame(a, q.pick());
    assertNull(q.pick());
  }

  @Test
  void twiceIsABug() {
    RunQueue q = new RunQueue();
    Entity a = new Entity();
    q.enqueue(a);
    assertThrows(KernelBug.class, () -> q.enqueue(a));
  }

  @Test
  void cpuTimeIsTheSumOfTurns() {
    Entity a = new Entity();
    a.startTurn(100);
    assertEquals(50, a.cpuNanos(150));
    a.endTurn(200);
    assertEquals(100, a.cpuNanos(1000));
    a.startTurn(2000);
    assertEquals(110, a.cpuNanos(2010));
  }
}
