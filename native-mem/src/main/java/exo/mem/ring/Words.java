package exo.mem.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words of a ring, each with the memory order its name tells; plain where it tells none. */
final class Words {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  // The other side of a copy may lie anywhere.
  private static final ValueLayout.OfLong ANY = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static final VarHandle LONGS = LONG.varHandle().withInvokeExactBehavior();
  private static final VarHandle INTS = INT.varHandle().withInvokeExactBehavior();

  private Words() {}

  static long getLong(MemorySegment m, long off) {
    return m.get(ANY, off);
  }

  static void putLong(MemorySegment m, long off, long value) {
    m.set(ANY, off, value);
  }

  static int getInt(MemorySegment m, long off) {
    return m.get(INT, off);
  }

  static void putInt(MemorySegment m, long off, int value) {
    m.set(INT, off, value);
  }

  static long getLongAcquire(MemorySegment m, long off) {
    return (long) LONGS.getAcquire(m, off);
  }

  static void putLongRelease(MemorySegment m, long off, long value) {
    LONGS.setRelease(m, off, value);
  }

  static void putLongOpaque(MemorySegment m, long off, long value) {
    LONGS.setOpaque(m, off, value);
  }

  static boolean casLong(MemorySegment m, long off, long expected, long value) {
    return LONGS.compareAndSet(m, off, expected, value);
  }

  static int getIntVolatile(MemorySegment m, long off) {
    return (int) INTS.getVolatile(m, off);
  }

  static int getAndAddInt(MemorySegment m, long off, int delta) {
    return (int) INTS.getAndAdd(m, off, delta);
  }

  /** Stores a word that may lie anywhere. */
  static void putAny(MemorySegment m, long off, long value) {
    m.set(ANY, off, value);
  }

  /** Priority, flags and size of a record or slot, without who owns it. */
  static long recordHeader(MemorySegment m, long off) {
    return m.get(ANY, off) & 0xffff_ffffL;
  }

  /** Refuses a record that tells a size which no slot holds. */
  static void requireRecord(MemorySegment m, long off) {
    int size = Ring.size(m.get(ANY, off));
    if (size > RingLayout.PAYLOAD_SIZE) {
      throw new IllegalArgumentException("a record of " + size + " bytes; at most 40");
    }
  }

  /** Copies a payload in or out. */
  static void copy(MemorySegment from, long off, MemorySegment to, long at, int size) {
    if (size == RingLayout.PAYLOAD_SIZE) {
      copyWhole(from, off, to, at);
    } else {
      copyPart(from, off, to, at, size);
    }
  }

  /**
   * Copies less than a whole payload. Words where it can: they cost less than the call of a copy.
   * Not to be given a slice made for the purpose: this is too large to be inlined everywhere, and
   * then the slice would be an object.
   */
  static void copyPart(MemorySegment from, long off, MemorySegment to, long at, int size) {
    int i = 0;
    for (; i + 8 <= size; i += 8) {
      to.set(ANY, at + i, from.get(ANY, off + i));
    }
    for (; i < size; i++) {
      to.set(BYTE, at + i, from.get(BYTE, off + i));
    }
  }

  /**
   * Copies the 40 bytes of a whole payload. Within slices of that length the compiler sees that no
   * word lies outside, and checks once instead of ten times.
   */
  static void copyWhole(MemorySegment from, long f, MemorySegment to, long t) {
    MemorySegment source = from.asSlice(f, RingLayout.PAYLOAD_SIZE);
    MemorySegment target = to.asSlice(t, RingLayout.PAYLOAD_SIZE);
    long a = source.get(ANY, 0);
    long b = source.get(ANY, 8);
    long c = source.get(ANY, 16);
    long d = source.get(ANY, 24);
    long e = source.get(ANY, 32);
    target.set(ANY, 0, a);
    target.set(ANY, 8, b);
    target.set(ANY, 16, c);
    target.set(ANY, 24, d);
    target.set(ANY, 32, e);
  }
}
