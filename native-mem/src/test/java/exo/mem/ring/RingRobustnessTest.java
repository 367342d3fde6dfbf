package exo.mem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that die in the middle, and ends that write where they may not. */
class RingRobustnessTest {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int CAPACITY = 16;
  private static final int DEAD = 5;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment bytes = arena.allocate(CAPACITY * RingLayout.RECORD_SIZE, 8);
  private final MemorySegment guard = arena.allocate(RingLayout.bytes(CAPACITY) + 8192, 4096);
  private final MemorySegment memory = guard.asSlice(4096, RingLayout.bytes(CAPACITY));

  @Test
  void claimsOfADeadProducerAreSteppedOver() {
    RingLayout.format(memory, CAPACITY, RingLayout.MANY_TO_MANY, 0);
    UltraFastRing dead = new UltraFastRing(memory, DEAD, null);
    UltraFastRing alive = new UltraFastRing(memory, 6, null);
    dead.claim();
    long mine = alive.claim();
    dead.claim();
    bytes.set(LONG, 0, 77);
    alive.send(bytes, 0, 8, 0);
    assertEquals(Ring.EMPTY, alive.receive(bytes, 0));
    assertEquals(2, alive.recover(DEAD, false));
    assertEquals(Ring.EMPTY, alive.receive(bytes, 0), "the living one's claim is not touched");
    alive.commit(mine, 4, 0, 0);
    assertEquals(4, Ring.size(alive.receive(bytes, 0)));
    assertEquals(8, Ring.size(alive.receive(bytes, 0)));
    assertEquals(77, bytes.get(LONG, 0));
    assertEquals(Ring.EMPTY, alive.receive(bytes, 0));
  }

  @Test
  void slotsThatADeadConsumerTookAreUsedAgain() {
    RingLayout.format(memory, CAPACITY, RingLayout.MANY_TO_MANY, 0);
    UltraFastRing dead = new UltraFastRing(memory, DEAD, null);
    UltraFastRing alive = new UltraFastRing(memory, 6, null);
    for (int i = 0; i < CAPACITY; i++) {
      alive.send(bytes, 0, 8, 0);
    }
    dead.take();
    dead.take();
    assertEquals(Ring.FULL, alive.send(bytes, 0, 8, 0));
    assertEquals(2, alive.recover(DEAD, false));
    assertEquals(0, alive.send(bytes, 0, 8, 0));
    assertEquals(0, alive.send(bytes, 0, 8, 0));
    assertEquals(Ring.FULL, alive.send(bytes, 0, 8, 0));
  }

  @Test
  void whoDiedBeforeItWroteItsNameIsFoundWhenNobodyElseClaims() {
    RingLayout.format(memory, CAPACITY, RingLayout.MANY_TO_MANY, 0);
    UltraFastRing alive = new UltraFastRing(memory, 6, null);
    // As a guest does that ends between its exchange and its next store.
    memory.set(LONG, RingLayout.TAIL, 1);
    alive.send(bytes, 0, 8, 0);
    assertEquals(0, alive.recover(DEAD, false));
    assertEquals(Ring.EMPTY, alive.receive(bytes, 0));
    assertEquals(1, alive.recover(DEAD, true));
    assertEquals(8, Ring.size(alive.receive(bytes, 0)));
    memory.set(LONG, RingLayout.HEAD, 3);
    alive.send(bytes, 0, 8, 0);
    assertEquals(1, alive.recover(DEAD, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSizeBeyondTheSlotIsNoMessage(int kind) {
    RingLayout.format(memory, CAPACITY, kind, 0);
    Ring ring = open(kind);
    for (int way = 0; way < 3; way++) {
      ring.send(bytes, 0, 8, 0);
      memory.set(LONG, RingLayout.SLOTS + way * 64L + RingLayout.HEADER, 41L << 16);
      long answer =
          switch (way) {
            case 0 -> ring.receive(bytes, 0);
            case 1 -> ring.receiveBatch(bytes, 0, 2);
            default -> {
              long taken = ring.take();
              yield taken >= 0 && Ring.size(ring.header(taken)) <= 40 ? Ring.CORRUPT : taken;
            }
          };
      assertEquals(Ring.CORRUPT, answer);
    }
  }

  @Test
  void cursorsThatJumpAreNoticed() {
    for (long wrong :
        new long[] {-1, 5, 2 * CAPACITY + 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
      for (long cursor : new long[] {RingLayout.HEAD, RingLayout.TAIL}) {
        RingLayout.format(memory, CAPACITY, RingLayout.MANY_TO_MANY, 0);
        Ring ring = open(RingLayout.MANY_TO_MANY);
        ring.send(bytes, 0, 8, 0);
        memory.set(LONG, cursor, wrong);
        long answer =
            cursor == RingLayout.HEAD ? ring.receive(bytes, 0) : ring.send(bytes, 0, 8, 0);
        // In reach it is another position that may well be free; beyond, it is nobody's.
        assertTrue(answer == Ring.CORRUPT || (wrong == 5 && answer <= 0), wrong + ": " + answer);
      }
    }
  }

  private Ring open(int kind) {
    return kind == RingLayout.ONE_TO_ONE
        ? new SpscRing(memory, null)
        : new UltraFastRing(memory, 1, null);
  }

  @Test
  void randomEditsNeverLeadOutside() {
    scribble(200_000, 1);
  }

  @Test
  @Tag("long")
  void tenMillionRandomEditsNeverLeadOutside() {
    scribble(10_000_000, 2);
  }

  /** Edits anything; each operation must end, answer what it may answer, and stay inside. */
  private void scribble(int edits, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    guard.fill((byte) 0xa5);
    Ring ring = null;
    for (int i = 0; i < edits; i++) {
      if (i % 64 == 0) {
        int kind = random.nextInt(2);
        RingLayout.format(memory, CAPACITY, kind, 0);
        ring = open(kind);
      }
      edit(random);
      operate(ring, random);
    }
    assertEquals(
        -1L, guard.asSlice(0, 4096).mismatch(arena.allocate(4096).fill((byte) 0xa5)), "before");
    long after = 4096 + memory.byteSize();
    assertEquals(
        -1L,
        guard.asSlice(after).mismatch(arena.allocate(guard.byteSize() - after).fill((byte) 0xa5)),
        "behind");
  }

  private void edit(SplittableRandom random) {
    long word =
        switch (random.nextInt(4)) {
          case 0 -> RingLayout.TAIL;
          case 1 -> RingLayout.HEAD;
          case 2 -> RingLayout.SLOTS + random.nextInt(CAPACITY) * 64L + random.nextInt(3) * 8L;
          default -> random.nextInt((int) memory.byteSize() / 8) * 8L;
        };
    long value =
        switch (random.nextInt(4)) {
          case 0 -> random.nextLong();
          case 1 -> memory.get(LONG, word) + random.nextInt(-CAPACITY, CAPACITY + 1);
          case 2 -> random.nextInt(3 * CAPACITY);
          default -> memory.get(LONG, word) ^ 1L << random.nextInt(64);
        };
    memory.set(LONG, word, value);
  }

  private void operate(Ring ring, SplittableRandom random) {
    long most = bytes.byteSize() / RingLayout.RECORD_SIZE;
    switch (random.nextInt(7)) {
      case 0 -> answers(ring.send(bytes, 0, random.nextInt(41), 0), 0);
      case 1 -> {
        long header = ring.receive(bytes, 0);
        assertTrue(header < 0 ? header >= Ring.CORRUPT : Ring.size(header) <= 40);
      }
      case 2 -> {
        bytes.fill((byte) 0);
        answers(ring.sendBatch(bytes, 0, random.nextInt(1, CAPACITY)), most);
      }
      case 3 -> answers(ring.receiveBatch(bytes, 0, random.nextInt(1, CAPACITY)), most);
      case 4 -> {
        long position = ring.claim();
        if (position >= 0) {
          ring.memory().set(LONG, ring.payload(position) + 32, 1);
          ring.commit(position, 40, 0, 0);
        }
      }
      case 5 -> {
        long position = ring.take();
        if (position >= 0) {
          assertTrue(Ring.size(ring.header(position)) <= 40);
          ring.release(position);
        }
      }
      default -> {
        if (ring instanceof UltraFastRing many) {
          answers(many.recover(random.nextInt(1, 4), random.nextBoolean()), CAPACITY);
        }
        answers(ring.size(), CAPACITY);
      }
    }
  }

  private static void answers(long answer, long most) {
    assertTrue(answer >= Ring.CORRUPT && answer <= most, () -> "answered " + answer);
  }
}
