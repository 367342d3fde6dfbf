package exo.mem.ring;

import java.lang.foreign.MemorySegment;

/**
 * Where everything lies in the memory of a ring. All numbers are little-endian; offsets are bytes
 * from the ring's start, which is aligned to 64.
 *
 * <pre>
 *    0  magic "EXORING1"
 *    8  capacity in slots, u32, a power of two
 *   12  kind, u32: 0 many producers and consumers, 1 one of each
 *   16  timestamps a second, u64; 0 when slots carry none
 *  128  tail: the next position to be claimed by a producer, u64     (alone on two lines)
 *  256  head: the next position to be taken by a consumer, u64       (alone on two lines)
 *  384  data event: futex word, u32; 388 how many wait for data, u32
 *  448  room event: futex word, u32; 452 how many wait for room, u32
 *  512  slots, 64 bytes each; position p lies in slot p mod capacity
 *
 *  a slot
 *    0  sequence, u64
 *    8  when it was sent, u64, in the unit of offset 16
 *   16  priority, u8
 *   17  flags, u8
 *   18  size of the payload, u16, 0 to 40
 *   20  owner, u32: who holds a claim that is not yet committed
 *   24  payload, 40 bytes
 * </pre>
 *
 * <p>Sequence of the slot of position p, in a ring of capacity c: p when it is free for p, p + 1
 * when p is published, p + c when p was consumed, which is the next position's "free". Cursors
 * stand two cache lines apart because processors fetch lines in pairs.
 */
public final class RingLayout {
  /** "EXORING1" as a little-endian number. */
  public static final long MAGIC_VALUE = 0x31474e49524f5845L;

  public static final long MAGIC = 0;
  public static final long CAPACITY = 8;
  public static final long KIND = 12;
  public static final long FREQUENCY = 16;
  public static final long TAIL = 128;
  public static final long HEAD = 256;
  public static final long DATA_EVENT = 384;
  public static final long DATA_WAITERS = 388;
  public static final long ROOM_EVENT = 448;
  public static final long ROOM_WAITERS = 452;
  public static final long SLOTS = 512;

  public static final int SLOT_SHIFT = 6;
  public static final int SLOT_SIZE = 1 << SLOT_SHIFT;
  public static final int PAYLOAD_SIZE = 40;

  public static final long SEQUENCE = 0;
  public static final long TIMESTAMP = 8;
  public static final long HEADER = 16;
  public static final long OWNER = 20;
  public static final long PAYLOAD = 24;

  /** A record of a batch: the eight bytes at {@link #HEADER}, then the payload. */
  public static final int RECORD_SIZE = 8 + PAYLOAD_SIZE;

  public static final int MANY_TO_MANY = 0;
  public static final int ONE_TO_ONE = 1;

  public static final int DEFAULT_CAPACITY = 256;
  public static final int MAX_CAPACITY = 1 << 24;

  /** Flag of a slot: claimed and given up; consumers step over it. */
  public static final int ABORTED = 0x80;

  /** Flag of a slot: the payload is a handle into a pool of buffers and a length. */
  public static final int BY_HANDLE = 0x01;

  /** Bit of the owner: a consumer holds the slot. */
  static final int TAKEN = 0x8000_0000;

  private RingLayout() {}

  /** Bytes that a ring needs. */
  public static long bytes(int capacity) {
    return SLOTS + ((long) requireCapacity(capacity) << SLOT_SHIFT);
  }

  /**
   * Writes an empty ring. Nobody may use the memory meanwhile.
   *
   * @param memory at least {@link #bytes}, aligned to 64
   * @param kind {@link #MANY_TO_MANY} or {@link #ONE_TO_ONE}
   * @param frequency timestamps a second, 0 for none
   */
  public static void format(MemorySegment memory, int capacity, int kind, long frequency) {
    MemorySegment ring = memory.asSlice(0, bytes(capacity));
    if (kind != MANY_TO_MANY && kind != ONE_TO_ONE) {
      throw new IllegalArgumentException("no kind of ring: " + kind);
    }
    ring.fill((byte) 0);
    Words.putInt(ring, CAPACITY, capacity);
    Words.putInt(ring, KIND, kind);
    Words.putLong(ring, FREQUENCY, frequency);
    for (long i = 0; i < capacity; i++) {
      Words.putLong(ring, SLOTS + (i << SLOT_SHIFT), i);
    }
    Words.putLongRelease(ring, MAGIC, MAGIC_VALUE);
  }

  /**
   * The capacity that the memory's header tells, compared with all it must agree with.
   *
   * @throws IllegalArgumentException when this is no ring of that kind, or is larger than the
   *     memory
   */
  public static int check(MemorySegment memory, int kind) {
    if (memory.byteSize() < SLOTS || Words.getLongAcquire(memory, MAGIC) != MAGIC_VALUE) {
      throw new IllegalArgumentException("no ring lies here");
    }
    int capacity = requireCapacity(Words.getInt(memory, CAPACITY));
    if (bytes(capacity) > memory.byteSize()) {
      throw new IllegalArgumentException(
          "a ring of " + capacity + " slots is larger than its memory");
    }
    if (Words.getInt(memory, KIND) != kind) {
      throw new IllegalArgumentException("a ring of the other kind");
    }
    return capacity;
  }

  static int requireCapacity(int capacity) {
    if (capacity < 2 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity must be a power of two from 2 to " + MAX_CAPACITY + ", not " + capacity);
    }
    return capacity;
  }
}
