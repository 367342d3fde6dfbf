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
    RunQueue q = new RunQueue(new RealtimeBudget(1));
    Entity a = new Entity();
    Entity b = new Entity();
    q.add(a, false, 0);
    q.add(b, false, 0);
    assertEquals(2, q.size());
    assertSame(a, q.pick(0));
    assertFalse(a.isQueued());
    q.add(a, false, 0);
    assertSame(b, q.pick(0));
    assertSame(a, q.pick(0));
    assertNull(q.pick(0));
  }

  @Test
  void twiceIsABug() {
    RunQueue q = new RunQueue(new RealtimeBudget(1));
    Entity a = new Entity();
    q.add(a, false, 0);
    assertThrows(KernelBug.class, () -> q.add(a, false, 0));
  }
}
