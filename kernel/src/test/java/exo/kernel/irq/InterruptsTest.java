package exo.kernel.irq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptsTest {
  private final Interrupts interrupts = new Interrupts();
  private final List<String> served = new ArrayList<>();

  @Test
  void whatWasRaisedIsServedByPriority() {
    interrupts.request(4, "serial", () -> served.add("serial"));
    interrupts.request(1, "keyboard", () -> served.add("keyboard"));
    interrupts.raise(4);
    interrupts.raise(1);
    assertEquals(2, interrupts.dispatch());
    assertEquals(List.of("keyboard", "serial"), served);
    assertEquals(0, interrupts.dispatch());
  }

  @Test
  void aLineRaisedTwiceBeforeItIsServedCountsOnce() {
    interrupts.request(0, "timer", () -> served.add("tick"));
    interrupts.raise(0);
    interrupts.raise(0);
    interrupts.dispatch();
    assertEquals(1, interrupts.count(0));
    interrupts.raise(0);
    interrupts.dispatch();
    assertEquals(2, interrupts.count(0));
    assertEquals(2, interrupts.total());
  }

  @Test
  void aDriverMayRaiseItsOwnLineAgain() {
    interrupts.request(
        1,
        "keyboard",
        () -> {
          if (served.size() < 3) {
            interrupts.raise(1);
          }
          served.add("key");
        });
    interrupts.raise(1);
    while (interrupts.dispatch() > 0) {
      // again
    }
    assertEquals(4, served.size());
  }

  @Test
  void linesOfManyThreadsAreAllServed() throws InterruptedException {
    interrupts.request(0, "timer", () -> served.add("tick"));
    interrupts.request(4, "serial", () -> served.add("byte"));
    List<Thread> devices = new ArrayList<>();
    for (int line : new int[] {0, 4}) {
      devices.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 10_000; i++) {
                      interrupts.raise(line);
                    }
                  }));
    }
    while (devices.stream().anyMatch(Thread::isAlive)) {
      interrupts.dispatch();
    }
    interrupts.dispatch();
    assertTrue(interrupts.count(0) > 0 && interrupts.count(4) > 0);
    assertEquals(served.size(), interrupts.total());
    assertEquals(0, interrupts.spurious());
  }

  @Test
  void theTableLooksAsThatOfLinux() {
    interrupts.request(1, "i8042", () -> {});
    interrupts.raise(1);
    interrupts.dispatch();
    StringBuilder out = new StringBuilder();
    interrupts.describe(out, 2);
    assertEquals(
        """
                   CPU0       CPU1
          1:          1          0    XT-PIC   1-edge      i8042
        ERR:          0
        """,
        out.toString());
  }
}
