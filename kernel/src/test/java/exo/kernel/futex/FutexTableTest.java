package exo.kernel.futex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.futex.FutexTable.FutexWaiter;
import org.junit.jupiter.api.Test;

class FutexTableTest {
  private final FutexTable table = new FutexTable();

  private FutexWaiter waiter(long pa, int bits) {
    return table.enqueue(pa, w -> {}, bits);
  }

  @Test
  void wakesAsManyAsAskedInOrder() {
    FutexWaiter a = waiter(8, -1);
    FutexWaiter b = waiter(8, -1);
    FutexWaiter c = waiter(8, -1);
    assertEquals(2, table.wake(8, 2));
    assertTrue(a.isWoken() && b.isWoken());
    assertFalse(c.isWoken());
    assertEquals(1, table.wake(8, 5));
    assertEquals(0, table.size());
  }

  @Test
  void bitsMustMeet() {
    FutexWaiter a = waiter(8, 1);
    FutexWaiter b = waiter(8, 2);
    assertEquals(1, table.wake(8, 5, 2));
    assertFalse(a.isWoken());
    assertTrue(b.isWoken());
  }

  @Test
  void requeuedWaitersWakeOnTheOtherWord() {
    FutexWaiter a = waiter(8, -1);
    FutexWaiter b = waiter(8, -1);
    assertEquals(1, table.requeue(8, 16, 1));
    assertEquals(1, table.wake(16, 5));
    assertTrue(a.isWoken());
    assertFalse(b.isWoken());
    table.cancel(b);
    assertEquals(0, table.size());
  }

  @Test
  void aWaiterThatGivesUpAfterRequeueingLeavesNothing() {
    FutexWaiter a = waiter(8, -1);
    table.requeue(8, 16, 1);
    table.cancel(a);
    assertEquals(0, table.wake(16, 1));
    assertEquals(0, table.size());
  }
}
