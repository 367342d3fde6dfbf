package exo.mem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread at both ends, for both kinds of ring. */
class RingTest {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int CAPACITY = 8;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment from = arena.allocate(64 * RingLayout.RECORD_SIZE, 8);
  private final MemorySegment to = arena.allocate(64 * RingLayout.RECORD_SIZE, 8);

  private MemorySegment memory(int kind) {
    MemorySegment memory = arena.allocate(RingLayout.bytes(CAPACITY), 64);
    RingLayout.format(memory, CAPACITY, kind, 0);
    return memory;
  }

  private Ring ring(int kind) {
    return open(memory(kind), null);
  }

  private static Ring open(MemorySegment memory, Timestamps clock) {
    return memory.get(ValueLayout.JAVA_INT, RingLayout.KIND) == RingLayout.ONE_TO_ONE
        ? new SpscRing(memory, clock)
        : new UltraFastRing(memory, 7, clock);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void messagesOfEverySizeArriveWithTheirSizePriorityAndBytes(int kind) {
    Ring ring = ring(kind);
    for (int size = 0; size <= 40; size++) {
      for (int i = 0; i < 40; i++) {
        from.set(ValueLayout.JAVA_BYTE, i, (byte) (size + i));
      }
      to.fill((byte) 0x55);
      assertEquals(0, ring.send(from, 0, size, size * 5, RingLayout.BY_HANDLE));
      long header = ring.receive(to, 0);
      assertEquals(size, Ring.size(header));
      assertEquals(size * 5, Ring.priority(header));
      assertEquals(RingLayout.BY_HANDLE, Ring.flags(header));
      assertEquals(-1, from.asSlice(0, size).mismatch(to.asSlice(0, size)));
      assertEquals(0x55, to.get(ValueLayout.JAVA_BYTE, size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void refusesWhatDoesNotFitAndStaysUsable(int kind) {
    Ring ring = ring(kind);
    assertThrows(IllegalArgumentException.class, () -> ring.send(from, 0, 41, 0));
    assertThrows(IllegalArgumentException.class, () -> ring.send(from, 0, -1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> ring.send(from, from.byteSize() - 7, 8, 0));
    assertEquals(Ring.EMPTY, ring.receive(to, 0));
    assertEquals(0, ring.send(from, 0, 8, 0));
    assertEquals(8, Ring.size(ring.receive(to, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void isFullAfterItsCapacityAndEmptyAfterAsMany(int kind) {
    Ring ring = ring(kind);
    for (int lap = 0; lap < 5; lap++) {
      for (int i = 0; i < CAPACITY; i++) {
        from.set(LONG, 0, lap * 100 + i);
        assertEquals(0, ring.send(from, 0, 8, 0));
      }
      assertEquals(CAPACITY, ring.size());
      assertEquals(Ring.FULL, ring.send(from, 0, 8, 0));
      assertEquals(Ring.FULL, ring.claim());
      assertEquals(Ring.FULL, ring.sendBatch(from, 0, 1));
      for (int i = 0; i < CAPACITY; i++) {
        assertEquals(8, Ring.size(ring.receive(to, 0)));
        assertEquals(lap * 100 + i, to.get(LONG, 0));
      }
      assertEquals(Ring.EMPTY, ring.receive(to, 0));
      assertEquals(Ring.EMPTY, ring.take());
      assertEquals(Ring.EMPTY, ring.receiveBatch(to, 0, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void batchesTakeWhatFitsInOrder(int kind) {
    Ring ring = ring(kind);
    for (int i = 0; i < 12; i++) {
      long record = (long) i * RingLayout.RECORD_SIZE;
      from.set(LONG, record, Ring.header(8 + i, i, 0));
      from.set(LONG, record + 8, 1000 + i);
    }
    assertEquals(0, ring.send(from, 8, 8, 0));
    assertEquals(CAPACITY - 1, ring.sendBatch(from, 0, 12));
    assertEquals(8, Ring.size(ring.receive(to, 0)));
    assertEquals(3, ring.receiveBatch(to, 0, 3));
    assertEquals(4, ring.receiveBatch(to, 3 * RingLayout.RECORD_SIZE, 60));
    for (int i = 0; i < CAPACITY - 1; i++) {
      long record = (long) i * RingLayout.RECORD_SIZE;
      assertEquals(Ring.header(8 + i, i, 0), to.get(LONG, record));
      assertEquals(1000 + i, to.get(LONG, record + 8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aRecordOfWrongSizeSendsNothingOfItsBatch(int kind) {
    Ring ring = ring(kind);
    from.set(LONG, 0, Ring.header(8, 0, 0));
    from.set(LONG, RingLayout.RECORD_SIZE, 41L << 16);
    assertThrows(IllegalArgumentException.class, () -> ring.sendBatch(from, 0, 2));
    assertEquals(0, ring.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void nothingOfARefusedBatchIsReceivedLater(int kind) {
    Ring ring = ring(kind);
    from.set(LONG, 0, Ring.header(8, 0, 0));
    from.set(LONG, RingLayout.RECORD_SIZE, Ring.header(8, 0, 0));
    from.set(LONG, 2 * RingLayout.RECORD_SIZE, 41L << 16);
    assertThrows(IllegalArgumentException.class, () -> ring.sendBatch(from, 0, 3));
    for (int i = 1; i <= 2 * ring.capacity(); i++) {
      from.set(LONG, 0, i);
      assertEquals(0, ring.send(from, 0, 8, 0, 0));
      assertTrue(ring.receive(to, 0, null) >= 0);
      assertEquals(i, to.get(LONG, 0));
      assertEquals(Ring.EMPTY, ring.receive(to, 0, null));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void writesAndReadsInPlace(int kind) {
    Ring ring = ring(kind);
    long position = ring.claim();
    ring.memory().set(LONG, ring.payload(position), 42);
    assertEquals(Ring.EMPTY, ring.take());
    ring.commit(position, 8, 3, 0);
    long taken = ring.take();
    assertEquals(42, ring.memory().get(LONG, ring.payload(taken)));
    assertEquals(Ring.header(8, 3, 0), ring.header(taken));
    ring.release(taken);
    assertEquals(Ring.EMPTY, ring.take());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anAbortedClaimIsSteppedOver(int kind) {
    Ring ring = ring(kind);
    for (int i = 0; i < 3 * CAPACITY; i++) {
      ring.abort(ring.claim());
      from.set(LONG, 0, i);
      assertEquals(0, ring.send(from, 0, 8, 0));
      if (i % 3 == 0) {
        assertEquals(8, Ring.size(ring.receive(to, 0)));
      } else if (i % 3 == 1) {
        assertEquals(1, ring.receiveBatch(to, -8 + 8, 4));
        assertEquals(i, to.get(LONG, 8));
        continue;
      } else {
        long taken = ring.take();
        to.set(LONG, 0, ring.memory().get(LONG, ring.payload(taken)));
        ring.release(taken);
      }
      assertEquals(i, to.get(LONG, 0));
    }
    assertEquals(Ring.EMPTY, ring.receive(to, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theReceiverLearnsWhenItWasSentAndHowLongItTook(int kind) {
    long[] time = {100};
    Timestamps clock =
        new Timestamps() {
          @Override
          public long now() {
            return time[0];
          }

          @Override
          public long perSecond() {
            return 1;
          }
        };
    Ring ring = open(memory(kind), clock);
    Envelope envelope = new Envelope();
    ring.send(from, 0, 5, 9);
    time[0] = 130;
    ring.receive(to, 0, envelope);
    assertEquals(100, envelope.sentAt());
    assertEquals(30, envelope.latency());
    assertEquals(5, envelope.size());
    assertEquals(9, envelope.priority());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anotherEndGoesOnWhereTheRingIs(int kind) {
    MemorySegment memory = memory(kind);
    Ring first = open(memory, null);
    for (int i = 0; i < 5; i++) {
      from.set(LONG, 0, i);
      first.send(from, 0, 8, 0);
    }
    first.receive(to, 0);
    Ring second = open(memory, null);
    for (int i = 1; i < 5; i++) {
      assertEquals(8, Ring.size(second.receive(to, 0)));
      assertEquals(i, to.get(LONG, 0));
    }
    assertEquals(Ring.EMPTY, second.receive(to, 0));
  }

  @Test
  void aHeaderThatLiesIsRefused() {
    MemorySegment memory = memory(RingLayout.MANY_TO_MANY);
    memory.set(ValueLayout.JAVA_INT, RingLayout.CAPACITY, 1 << 20);
    assertThrows(IllegalArgumentException.class, () -> new UltraFastRing(memory, 1, null));
    memory.set(ValueLayout.JAVA_INT, RingLayout.CAPACITY, 7);
    assertThrows(IllegalArgumentException.class, () -> new UltraFastRing(memory, 1, null));
    memory.set(ValueLayout.JAVA_INT, RingLayout.CAPACITY, CAPACITY);
    assertThrows(IllegalArgumentException.class, () -> new SpscRing(memory, null));
    memory.set(ValueLayout.JAVA_BYTE, RingLayout.MAGIC, (byte) 0);
    assertThrows(IllegalArgumentException.class, () -> new UltraFastRing(memory, 1, null));
    assertThrows(IllegalArgumentException.class, () -> RingLayout.format(memory, 12, 0, 0));
  }

  @Test
  void cyclesOfTheProcessorGoOnEvenly() {
    Timestamps clock = Timestamps.cycles();
    long first = clock.now();
    long second = clock.now();
    assertTrue(second >= first && first > 0);
    assertTrue(clock.perSecond() > 100_000_000L, "slower than 100 MHz");
  }

  @Test
  void theLayoutIsThatOfTheDocument() {
    MemorySegment memory = memory(RingLayout.MANY_TO_MANY);
    Ring ring = open(memory, null);
    from.set(LONG, 0, 0x1122334455667788L);
    ring.send(from, 0, 8, 3);
    assertEquals("EXORING1", memory.getString(0).substring(0, 8));
    assertEquals(1, memory.get(LONG, 128));
    assertEquals(0, memory.get(LONG, 256));
    assertEquals(1, memory.get(LONG, 512));
    assertEquals(0x0000_0000_0008_0003L, memory.get(LONG, 528));
    assertEquals(0x1122334455667788L, memory.get(LONG, 536));
    assertEquals(1, memory.get(LONG, 512 + 64));
    ring.receive(to, 0);
    assertEquals(1, memory.get(LONG, 256));
    assertEquals(8, memory.get(LONG, 512));
  }
}
