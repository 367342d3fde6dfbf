package exo.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LaneTest {
  private static final long MILLI = 1_000_000;

  private final LocalWaiting waiting = new LocalWaiting();
  private final LaneStats stats = new LaneStats(true);
  private final Lane lane = new Lane(Rings.many(4), waiting, stats);
  private final MemorySegment to = Rings.memory(64);

  @Test
  void timedFormsGiveUpWhenNothingHappens() throws Exception {
    assertEquals(Ring.EMPTY, lane.receive(to, 0, null, MILLI));
    for (int i = 0; i < 4; i++) {
      assertEquals(0, lane.trySend(Rings.number(i), 0, 8, 0));
    }
    assertEquals(Ring.FULL, lane.trySend(to, 0, 8, 0));
    assertEquals(Ring.FULL, lane.send(to, 0, 8, 0, MILLI));
    assertEquals(4, stats.sent());
    assertTrue(stats.waits() >= 2);
  }

  @Test
  void aSleepingReceiverIsWokenByASend() throws Exception {
    CompletableFuture<Long> got =
        Rings.async(() -> uninterrupted(() -> lane.receive(to, 0, null, Waiting.FOREVER)));
    awaitSleeper(RingLayout.DATA_WAITERS);
    lane.trySend(Rings.number(77), 0, 8, 3);
    assertEquals(8, Ring.size(got.get()));
    assertEquals(77, to.get(Rings.LONG, 0));
    assertEquals(0, waiters(RingLayout.DATA_WAITERS));
  }

  @Test
  void aSleepingSenderIsWokenByRoom() throws Exception {
    for (int i = 0; i < 4; i++) {
      lane.trySend(Rings.number(i), 0, 8, 0);
    }
    CompletableFuture<Long> sent =
        Rings.async(
            () -> uninterrupted(() -> lane.send(Rings.number(4), 0, 8, 0, Waiting.FOREVER)));
    awaitSleeper(RingLayout.ROOM_WAITERS);
    for (int i = 0; i < 5; i++) {
      assertTrue(lane.receive(to, 0, null, Waiting.FOREVER) >= 0);
      assertEquals(i, to.get(Rings.LONG, 0));
    }
    assertEquals(0, sent.get());
    assertEquals(0, waiters(RingLayout.ROOM_WAITERS));
  }

  @Test
  void interruptionEndsTheWaitingAndLeavesNoWaiterBehind() throws Exception {
    CompletableFuture<Long> result = new CompletableFuture<>();
    Thread sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    result.complete(lane.receive(to, 0, null, Waiting.FOREVER));
                  } catch (InterruptedException e) {
                    result.completeExceptionally(e);
                  }
                });
    awaitSleeper(RingLayout.DATA_WAITERS);
    sleeper.interrupt();
    sleeper.join();
    ExecutionException e =
        org.junit.jupiter.api.Assertions.assertThrows(ExecutionException.class, result::get);
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertEquals(0, waiters(RingLayout.DATA_WAITERS));
  }

  @Test
  void twoThreadsThatOnlyWaitExchangeAllMessages() throws Exception {
    Lane there = new Lane(Rings.one(2), waiting, null);
    Lane back = new Lane(Rings.one(2), waiting, null);
    CompletableFuture<Long> echo =
        Rings.async(
            () ->
                uninterrupted(
                    () -> {
                      MemorySegment m = Rings.memory(64);
                      for (int i = 0; i < 20_000; i++) {
                        there.receive(m, 0, null, Waiting.FOREVER);
                        back.send(m, 0, 8, 0, Waiting.FOREVER);
                      }
                      return 0;
                    }));
    MemorySegment m = Rings.memory(64);
    for (int i = 0; i < 20_000; i++) {
      m.set(Rings.LONG, 0, i);
      there.send(m, 0, 8, 0, Waiting.FOREVER);
      back.receive(to, 0, null, Waiting.FOREVER);
      assertEquals(i, to.get(Rings.LONG, 0));
    }
    echo.get();
  }

  @Test
  void batchesAreCountedWithTheirBytes() {
    MemorySegment records = Rings.memory(3 * RingLayout.RECORD_SIZE);
    for (int i = 0; i < 3; i++) {
      records.set(Rings.LONG, (long) i * RingLayout.RECORD_SIZE, Ring.header(10 + i, 0, 0));
    }
    assertEquals(3, lane.trySendBatch(records, 0, 3));
    lane.trySend(to, 0, 7, 0);
    assertEquals(4, stats.sent());
    assertEquals(10 + 11 + 12 + 7, stats.bytes());
    assertEquals(1, stats.batches());
    assertEquals(1, stats.inlineSends());
    assertEquals(3, lane.tryReceiveBatch(records, 0, 3));
    assertEquals(3, stats.received());
  }

  private int waiters(long word) {
    return lane.ring().memory().get(ValueLayout.JAVA_INT, word);
  }

  private void awaitSleeper(long word) throws InterruptedException {
    while (waiters(word) == 0) {
      Thread.sleep(1);
    }
    Thread.sleep(5);
  }

  interface Action {
    long run() throws InterruptedException;
  }

  static long uninterrupted(Action action) {
    try {
      return action.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
