package exo.mem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the rings promise of memory, by two threads that race many times and count outcomes that may
 * not be.
 */
class RingMemoryModelTest {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Arena arena = Arena.ofAuto();
  private final CyclicBarrier barrier = new CyclicBarrier(2);
  private final AtomicLong forbidden = new AtomicLong();
  private int plain;

  private interface Step {
    void run(int round) throws Exception;
  }

  private void race(int rounds, Step left, Step right) throws Exception {
    Thread other = Thread.ofPlatform().start(() -> repeat(rounds, right));
    repeat(rounds, left);
    other.join();
    assertEquals(0, forbidden.get());
  }

  /** Both begin each hundred rounds together, so that neither runs ahead of the race. */
  private void repeat(int rounds, Step step) {
    try {
      for (int i = 1; i <= rounds; i++) {
        if (i % 100 == 0) {
          barrier.await();
        }
        step.run(i);
      }
    } catch (InterruptedException | BrokenBarrierException e) {
      forbidden.addAndGet(1L << 40);
    } catch (Exception e) {
      forbidden.addAndGet(1L << 32);
      barrier.reset();
    }
  }

  private Ring ring(int kind, int owner, MemorySegment memory) {
    return kind == RingLayout.ONE_TO_ONE
        ? new SpscRing(memory, null)
        : new UltraFastRing(memory, owner, null);
  }

  private void passes(int kind, int rounds) throws Exception {
    MemorySegment memory = arena.allocate(RingLayout.bytes(2), 64);
    RingLayout.format(memory, 2, kind, 0);
    Ring sender = ring(kind, 1, memory);
    Ring receiver = ring(kind, 2, memory);
    MemorySegment from = arena.allocate(64, 8);
    MemorySegment to = arena.allocate(64, 8);
    AtomicLong answered = new AtomicLong();
    race(
        rounds,
        i -> {
          plain = i;
          from.set(LONG, 0, i);
          from.set(LONG, 32, -i);
          while (sender.send(from, 0, 40, 0) != 0) {
            Thread.yield();
          }
          while (answered.getAcquire() != i) {
            Thread.yield();
          }
        },
        i -> {
          while (receiver.receive(to, 0) < 0) {
            Thread.yield();
          }
          if (to.get(LONG, 0) != i || to.get(LONG, 32) != -i || plain != i) {
            forbidden.incrementAndGet();
          }
          answered.setRelease(i);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {RingLayout.MANY_TO_MANY, RingLayout.ONE_TO_ONE})
  void whatWasWrittenBeforeSendingIsSeenAfterReceiving(int kind) throws Exception {
    passes(kind, 50_000);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {RingLayout.MANY_TO_MANY, RingLayout.ONE_TO_ONE})
  void whatWasWrittenBeforeSendingIsSeenAfterReceivingTwentyMillionTimes(int kind)
      throws Exception {
    passes(kind, 20_000_000);
  }

  /** A batch appears from its first message on in order, never with a message that is not yet. */
  private void batches(int kind, int rounds) throws Exception {
    MemorySegment memory = arena.allocate(RingLayout.bytes(16), 64);
    RingLayout.format(memory, 16, kind, 0);
    Ring sender = ring(kind, 1, memory);
    Ring receiver = ring(kind, 2, memory);
    MemorySegment from = arena.allocate(8 * RingLayout.RECORD_SIZE, 8);
    MemorySegment to = arena.allocate(8 * RingLayout.RECORD_SIZE, 8);
    long[] next = {1, 1};
    race(
        rounds,
        round -> {
          for (int sent = 0; sent < 8; ) {
            for (int i = sent; i < 8; i++) {
              long record = (long) i * RingLayout.RECORD_SIZE;
              from.set(LONG, record, Ring.header(40, 0, 0));
              from.set(LONG, record + 8, next[0] + i);
              from.set(LONG, record + 40, -(next[0] + i));
            }
            int n = sender.sendBatch(from, (long) sent * RingLayout.RECORD_SIZE, 8 - sent);
            if (n < 0) {
              Thread.yield();
            } else {
              sent += n;
            }
          }
          next[0] += 8;
        },
        round -> {
          for (int got = 0; got < 8; ) {
            int n = receiver.receiveBatch(to, 0, 8 - got);
            for (int i = 0; i < n; i++) {
              long record = (long) i * RingLayout.RECORD_SIZE;
              if (to.get(LONG, record + 8) != next[1] || to.get(LONG, record + 40) != -next[1]) {
                forbidden.incrementAndGet();
              }
              next[1]++;
            }
            got += Math.max(0, n);
            if (n < 0) {
              Thread.yield();
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {RingLayout.MANY_TO_MANY, RingLayout.ONE_TO_ONE})
  void batchesArriveWholeAndInOrder(int kind) throws Exception {
    batches(kind, 20_000);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {RingLayout.MANY_TO_MANY, RingLayout.ONE_TO_ONE})
  void batchesArriveWholeAndInOrderFiveMillionTimes(int kind) throws Exception {
    batches(kind, 5_000_000);
  }

  /** Either the sender sees that somebody waits, or who waits sees the message. */
  private void neverBothMiss(int rounds) throws Exception {
    MemorySegment memory = arena.allocate(RingLayout.bytes(2), 64);
    RingLayout.format(memory, 2, RingLayout.ONE_TO_ONE, 0);
    Ring ring = new SpscRing(memory, null);
    MemorySegment bytes = arena.allocate(64, 8);
    boolean[] seen = new boolean[2];
    CyclicBarrier start = new CyclicBarrier(2);
    CyclicBarrier end =
        new CyclicBarrier(
            2,
            () -> {
              if (!seen[0] && !seen[1]) {
                forbidden.incrementAndGet();
              }
            });
    race(
        rounds,
        i -> {
          start.await();
          ring.send(bytes, 0, 8, 0);
          seen[0] = RingEvents.awaited(memory, RingLayout.DATA_EVENT);
          end.await();
        },
        i -> {
          start.await();
          RingEvents.enter(memory, RingLayout.DATA_EVENT);
          seen[1] = ring.receive(bytes, 8) >= 0;
          end.await();
          RingEvents.leave(memory, RingLayout.DATA_EVENT);
          if (!seen[1]) {
            ring.receive(bytes, 8);
          }
        });
  }

  @Test
  void aSenderAndWhoBeginsToWaitNeverMissEachOther() throws Exception {
    neverBothMiss(5_000);
  }

  @Test
  @Tag("long")
  void aSenderAndWhoBeginsToWaitNeverMissEachOtherAMillionTimes() throws Exception {
    neverBothMiss(1_000_000);
  }
}
