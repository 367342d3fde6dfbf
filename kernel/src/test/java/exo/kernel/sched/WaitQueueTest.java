package exo.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.KernelBug;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
  private final WaitQueue queue = new WaitQueue();
  private final List<String> woken = new ArrayList<>();

  private Waiter waiter(String name) {
    return new Waiter(
        w -> {
          w.leave();
          woken.add(name);
        });
  }

  @Test
  void wakeOneTakesWhoCameFirst() {
    queue.add(waiter("a"));
    queue.add(waiter("b"));
    queue.wakeOne();
    assertEquals(List.of("a"), woken);
    queue.wakeOne();
    queue.wakeOne();
    assertEquals(List.of("a", "b"), woken);
  }

  @Test
  void wakeAllTakesEveryoneInOrder() {
    for (String n : List.of("a", "b", "c")) {
      queue.add(waiter(n));
    }
    queue.wakeAll();
    assertEquals(List.of("a", "b", "c"), woken);
    assertTrue(queue.isEmpty());
  }

  @Test
  void whoLeavesIsNotWoken() {
    Waiter a = waiter("a");
    Waiter b = waiter("b");
    Waiter c = waiter("c");
    queue.add(a);
    queue.add(b);
    queue.add(c);
    b.leave();
    b.leave();
    queue.wakeAll();
    assertEquals(List.of("a", "c"), woken);
  }

  @Test
  void onePlaceIsOnOneQueueOnly() {
    Waiter a = waiter("a");
    queue.add(a);
    assertThrows(KernelBug.class, () -> new WaitQueue().add(a));
  }

  @Test
  void aWokenOneThatStaysIsABug() {
    queue.add(new Waiter(w -> {}));
    assertThrows(KernelBug.class, queue::wakeOne);
  }

  @Test
  void observersHearOfEveryWakeUpAndStay() {
    int[] heard = new int[1];
    WaitQueue.Observer o = q -> heard[0]++;
    queue.observe(o);
    queue.wakeAll();
    queue.wakeOne();
    assertEquals(2, heard[0]);
    assertTrue(queue.isEmpty());
    queue.unobserve(o);
    queue.wakeAll();
    assertEquals(2, heard[0]);
  }
}
