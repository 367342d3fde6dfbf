package exo.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.ring.BufferPool;
import exo.mem.ring.Ring;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FusionRingTest {
  private static final int BUFFERS = 4;
  private static final int SIZE = 8192;

  private final MemorySegment memory = Rings.memory(BufferPool.bytes(BUFFERS, SIZE));
  private final LaneStats stats = new LaneStats(true);
  private final FusionRing ring;
  private final FusionMessage message = new FusionMessage();

  FusionRingTest() {
    BufferPool.format(memory, BUFFERS, SIZE);
    ring =
        new FusionRing(new Lane(Rings.many(8), new LocalWaiting(), stats), new BufferPool(memory));
  }

  @Test
  void smallMessagesLieInTheirSlotAndLargeOnesInABuffer() {
    MemorySegment from = Rings.memory(SIZE);
    for (int size : new int[] {0, 40, 41, 4096, SIZE}) {
      for (int i = 0; i < size; i++) {
        from.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7 + size));
      }
      assertEquals(0, ring.trySend(from, 0, size, 3));
      assertEquals(0, ring.tryReceive(message));
      assertEquals(size, message.size());
      assertEquals(3, message.priority());
      assertEquals(size > 40, message.isInBuffer());
      MemorySegment got =
          message.isInBuffer()
              ? ring.pool().buffer(message.handle()).asSlice(0, size)
              : message.inlineBytes();
      assertEquals(-1, got.mismatch(from.asSlice(0, size)));
      if (message.isInBuffer()) {
        ring.pool().release(message.handle());
      }
    }
    assertEquals(0, ring.pool().used());
    assertEquals(2, stats.inlineSends());
    assertEquals(3, stats.zeroCopySends());
    assertEquals(40 + 41 + 4096 + SIZE, stats.bytes());
    assertThrows(IllegalArgumentException.class, () -> ring.trySend(from, 0, SIZE + 1, 0));
  }

  @Test
  void theReceiverSeesTheVeryBytesThatTheSenderWrote() throws Exception {
    long handle = ring.pool().acquire();
    MemorySegment mine = ring.pool().buffer(handle);
    assertEquals(0, ring.sendBuffer(handle, 100, 0, Waiting.FOREVER));
    assertEquals(0, ring.receive(message, Waiting.FOREVER));
    assertEquals(mine.address(), ring.pool().buffer(message.handle()).address());
  }

  @Test
  void aFullPoolOrRingSendsNothingAndKeepsNothing() {
    MemorySegment from = Rings.memory(SIZE);
    for (int i = 0; i < BUFFERS; i++) {
      assertEquals(0, ring.trySend(from, 0, 100, 0));
    }
    assertEquals(Ring.FULL, ring.trySend(from, 0, 100, 0));
    assertEquals(0, ring.tryReceive(message));
    ring.pool().release(message.handle());
    while (ring.trySend(from, 0, 1, 0) == 0) {
      // until the ring is full
    }
    assertEquals(Ring.FULL, ring.trySend(from, 0, 100, 0));
    assertEquals(BUFFERS - 1, ring.pool().used());
  }

  @Test
  void aBufferIsFreeWhenItsLastReferenceGoes() {
    BufferPool pool = ring.pool();
    long handle = pool.acquire();
    pool.retain(handle);
    assertFalse(pool.release(handle));
    assertTrue(pool.isValid(handle));
    assertTrue(pool.release(handle));
    assertFalse(pool.isValid(handle));
    assertThrows(IllegalArgumentException.class, () -> pool.release(handle));
    long again = pool.acquire();
    assertNotEquals(handle, again, "the old handle stays dead");
    assertEquals(handle & 0xffff_ffffL, again & 0xffff_ffffL);
  }

  @Test
  void handlesAndSizesOfAHostileSenderAreNoMessage() {
    for (long[] wrong :
        new long[][] {{0, 10}, {99, 10}, {-1, 10}, {Long.MAX_VALUE, 1}, {1L << 32, 5}}) {
      forge(wrong[0], wrong[1]);
      assertEquals(Ring.CORRUPT, ring.tryReceive(message));
    }
    long handle = ring.pool().acquire();
    for (long size : new long[] {-1, SIZE + 1, Long.MAX_VALUE}) {
      forge(handle, size);
      assertEquals(Ring.CORRUPT, ring.tryReceive(message));
    }
    forge(handle, SIZE);
    assertEquals(0, ring.tryReceive(message));
  }

  private void forge(long handle, long size) {
    MemorySegment m = Rings.number(handle);
    m.set(Rings.LONG, 8, size);
    ring.lane().ring().send(m, 0, 16, 0, exo.mem.ring.RingLayout.BY_HANDLE);
  }

  @Test
  void aScribbledPoolNeverLeadsOutside() {
    SplittableRandom random = new SplittableRandom(11);
    BufferPool pool = ring.pool();
    long entries = 256 + 16L * BUFFERS;
    for (int i = 0; i < 100_000; i++) {
      if (i % 32 == 0) {
        BufferPool.format(memory, BUFFERS, SIZE);
      }
      long word = random.nextBoolean() ? 128 : random.nextLong(entries / 8) * 8;
      memory.set(Rings.LONG, word, random.nextBoolean() ? random.nextLong() : random.nextInt(8));
      long handle = pool.acquire();
      if (handle != BufferPool.NONE && pool.isValid(handle)) {
        pool.buffer(handle).set(ValueLayout.JAVA_BYTE, SIZE - 1, (byte) 1);
        if (random.nextBoolean()) {
          pool.release(handle);
        }
      }
      assertTrue(pool.used() <= BUFFERS);
    }
  }

  @Test
  void twoThreadsPassBuffersAround() throws Exception {
    CompletableFuture<Long> receiver =
        Rings.async(
            () ->
                LaneTest.uninterrupted(
                    () -> {
                      FusionMessage m = new FusionMessage();
                      for (int i = 0; i < 50_000; i++) {
                        ring.receive(m, Waiting.FOREVER);
                        MemorySegment bytes = ring.pool().buffer(m.handle());
                        if (bytes.get(Rings.LONG, 0) != i || bytes.get(Rings.LONG, 4088) != ~i) {
                          throw new AssertionError("message " + i + " is another");
                        }
                        ring.pool().release(m.handle());
                      }
                      return 0;
                    }));
    for (int i = 0; i < 50_000; i++) {
      long handle = ring.pool().acquire();
      while (handle == BufferPool.NONE) {
        Thread.yield();
        handle = ring.pool().acquire();
      }
      ring.pool().buffer(handle).set(Rings.LONG, 0, i);
      ring.pool().buffer(handle).set(Rings.LONG, 4088, ~i);
      assertEquals(0, ring.sendBuffer(handle, 4096, 0, Waiting.FOREVER));
    }
    receiver.get();
    assertEquals(0, ring.pool().used());
  }
}
