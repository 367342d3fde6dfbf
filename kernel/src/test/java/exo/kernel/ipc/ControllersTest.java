package exo.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControllersTest {
  @Test
  void theFirstArrivalIsNotGathered() {
    CoalesceController c = new CoalesceController();
    assertEquals(1, c.arrival(123));
    assertEquals(-1, c.interval());
  }

  @Test
  void theIntervalIsAnAverageOfEighths() {
    CoalesceController c = new CoalesceController();
    c.arrival(0);
    c.arrival(8000);
    assertEquals(8000, c.interval());
    c.arrival(8000 + 800);
    assertEquals(8000 - 1000 + 100, c.interval());
  }

  @Test
  void modesFollowTheInterval() {
    int[][] cases = {{999, 64}, {1_000, 16}, {9_999, 16}, {10_000, 4}, {99_999, 4}, {100_000, 1}};
    for (int[] pair : cases) {
      CoalesceController c = new CoalesceController();
      c.arrival(5);
      assertEquals(pair[1], c.arrival(5 + pair[0]), "interval " + pair[0]);
      assertEquals(pair[1], c.mode().batch());
    }
  }

  @Test
  void aStreamThatSlowsDownIsGatheredLess() {
    CoalesceController c = new CoalesceController();
    long now = 0;
    for (int i = 0; i < 100; i++) {
      c.arrival(now += 100);
    }
    assertEquals(CoalesceController.Mode.AGGRESSIVE, c.mode());
    for (int i = 0; i < 100; i++) {
      c.arrival(now += 1_000_000);
    }
    assertEquals(CoalesceController.Mode.IMMEDIATE, c.mode());
    c.arrival(now - 50);
    assertTrue(c.interval() >= 0, "a clock that goes back");
  }

  @Test
  void creditsAreNeverNegativeNorMoreThanAtFirst() {
    CreditController c = new CreditController(10, () -> {});
    assertFalse(c.consume(11));
    assertEquals(10, c.credits());
    assertTrue(c.consume(10));
    assertFalse(c.consume(1));
    c.grant(3);
    assertFalse(c.consume(4));
    assertTrue(c.consume(3));
    c.grant(Long.MAX_VALUE);
    assertEquals(10, c.credits());
    assertThrows(IllegalArgumentException.class, () -> c.consume(-1));
    assertThrows(IllegalArgumentException.class, () -> c.grant(-1));
  }

  @Test
  void pressureBeginsAtAQuarterAndEndsAtThreeQuarters() {
    AtomicInteger low = new AtomicInteger();
    CreditController c = new CreditController(100, low::incrementAndGet);
    c.consume(74);
    assertFalse(c.isPressed());
    c.consume(1);
    assertTrue(c.isPressed());
    c.consume(5);
    assertEquals(1, low.get(), "told once");
    c.grant(54);
    assertTrue(c.isPressed());
    c.grant(1);
    assertFalse(c.isPressed());
    c.consume(50);
    assertEquals(2, low.get());
  }

  @Test
  void whoWaitsForCreditsIsWokenOrGivesUp() throws Exception {
    CreditController c = new CreditController(4, () -> {});
    c.consume(4);
    assertFalse(c.consume(1, 1_000_000));
    CompletableFuture<Boolean> got =
        Rings.async(() -> LaneTest.uninterrupted(() -> c.consume(2, Waiting.FOREVER) ? 1 : 0) == 1);
    Thread.sleep(5);
    c.grant(1);
    c.grant(1);
    assertTrue(got.get());
    assertEquals(0, c.credits());
  }

  @Test
  void creditsOfManyThreadsAddUp() throws Exception {
    CreditController c = new CreditController(8, () -> {});
    AtomicInteger held = new AtomicInteger();
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      all.add(
          Rings.async(
              () ->
                  LaneTest.uninterrupted(
                      () -> {
                        for (int i = 0; i < 20_000; i++) {
                          c.consume(3, Waiting.FOREVER);
                          if (held.addAndGet(3) > 8) {
                            throw new AssertionError("more credits out than there are");
                          }
                          held.addAndGet(-3);
                          c.grant(3);
                        }
                        return 0;
                      })));
    }
    for (CompletableFuture<Long> f : all) {
      f.get();
    }
    assertEquals(8, c.credits());
  }
}
