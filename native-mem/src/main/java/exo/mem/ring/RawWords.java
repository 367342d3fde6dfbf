package exo.mem.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Plain words at addresses of the host, without the checks of a segment: these cost a message more
 * than its bytes do.
 *
 * <p>For the slots of a ring alone, whose addresses are a checked base and a masked position. The
 * ring's memory belongs to who made the ring, and stays mapped while a method of the ring runs; see
 * {@link SpscRing}.
 */
final class RawWords {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** All addresses, for ever: a constant whose bounds and scope the compiler knows. */
  @SuppressWarnings("restricted")
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** What an address is masked by, so that the compiler knows that it lies within. */
  static final long ADDRESSES = Long.MAX_VALUE >> 1;

  private RawWords() {}

  static long get(long address) {
    return ALL.get(LONG, address);
  }

  static void put(long address, long value) {
    ALL.set(LONG, address, value);
  }

  /** With acquire; of an aligned word. */
  static long getAcquire(long address) {
    return Words.getLongAcquire(ALL, address);
  }

  /** With release; of an aligned word. */
  static void putRelease(long address, long value) {
    Words.putLongRelease(ALL, address, value);
  }

  /** Copies a payload in. */
  static void copyIn(MemorySegment from, long off, long address, int size) {
    if (size == RingLayout.PAYLOAD_SIZE) {
      copyWordsIn(from.asSlice(off, RingLayout.PAYLOAD_SIZE), 0, address);
    } else {
      Words.copyPart(from, off, ALL, address, size);
    }
  }

  /** Copies a payload out. */
  static void copyOut(long address, MemorySegment to, long off, int size) {
    if (size == RingLayout.PAYLOAD_SIZE) {
      copyWordsOut(address, to.asSlice(off, RingLayout.PAYLOAD_SIZE), 0);
    } else {
      Words.copyPart(ALL, address, to, off, size);
    }
  }

  /**
   * Copies five words. All are loaded before the first is stored, since the compiler cannot know
   * that they lie apart. In a segment of constant length it checks no bounds.
   */
  static void copyWordsIn(MemorySegment from, long off, long address) {
    long a = from.get(LONG, off);
    long b = from.get(LONG, off + 8);
    long c = from.get(LONG, off + 16);
    long d = from.get(LONG, off + 24);
    long e = from.get(LONG, off + 32);
    put(address, a);
    put(address + 8, b);
    put(address + 16, c);
    put(address + 24, d);
    put(address + 32, e);
  }

  /** The other way. */
  static void copyWordsOut(long address, MemorySegment to, long off) {
    long a = get(address);
    long b = get(address + 8);
    long c = get(address + 16);
    long d = get(address + 24);
    long e = get(address + 32);
    to.set(LONG, off, a);
    to.set(LONG, off + 8, b);
    to.set(LONG, off + 16, c);
    to.set(LONG, off + 24, d);
    to.set(LONG, off + 32, e);
  }
}
