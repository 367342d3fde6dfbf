package exo.mem.ring;

import java.lang.foreign.MemorySegment;

/**
 * Buffers of one size in shared memory, counted by references: a message tells where its contents
 * lie, and nobody copies them. Any thread and any guest that maps the memory may take and return
 * buffers.
 *
 * <pre>
 *    0  magic "EXOPOOL1"
 *    8  buffers, u32;  12 bytes of each, u32, a multiple of 64
 *   16  where the first buffer lies, u64, from the pool's start
 *  128  free list, u64: low half one more than the first free buffer's number, 0 for none;
 *       high half counts changes, so that a list that came back is not taken for the old one
 *  256  for each buffer 16 bytes: next in the list u32, references u32, generation u32, unused u32
 * </pre>
 *
 * <p>A handle is the buffer's number in the low half and its generation in the high half: one that
 * was returned and given out again has another handle. All that is read from the memory is checked;
 * a free list that was scribbled on yields {@link #NONE} or a buffer that is free by its count.
 */
public final class BufferPool {
  /** No buffer is free. */
  public static final long NONE = -1;

  private static final long MAGIC_VALUE = 0x314c4f4f504f5845L;
  private static final long COUNT = 8;
  private static final long SIZE = 12;
  private static final long FIRST = 16;
  private static final long FREE = 128;
  private static final long ENTRIES = 256;
  private static final long NEXT = 0;
  private static final long REFERENCES = 4;
  private static final long GENERATION = 8;
  private static final int PATIENCE = 1 << 16;

  private final MemorySegment pool;
  private final int count;
  private final int size;
  private final long first;

  /**
   * A pool that {@link #format} wrote.
   *
   * @throws IllegalArgumentException when none lies there, or its header contradicts the memory
   */
  public BufferPool(MemorySegment memory) {
    if (memory.byteSize() < ENTRIES || Words.getLongAcquire(memory, 0) != MAGIC_VALUE) {
      throw new IllegalArgumentException("no pool lies here");
    }
    count = Words.getInt(memory, COUNT);
    size = Words.getInt(memory, SIZE);
    if (bytes(count, size) > memory.byteSize() || Words.getLong(memory, FIRST) != first(count)) {
      throw new IllegalArgumentException("a pool that is larger than its memory");
    }
    pool = memory;
    first = first(count);
  }

  /** Bytes that a pool needs. */
  public static long bytes(int count, int size) {
    if (count <= 0 || count > 1 << 20 || size <= 0 || size % 64 != 0) {
      throw new IllegalArgumentException(count + " buffers of " + size + " bytes");
    }
    return first(count) + (long) count * size;
  }

  /** Buffers begin at a page, so that those of whole pages are whole pages. */
  private static long first(int count) {
    return (ENTRIES + 16L * count + 4095) & -4096;
  }

  /** Writes a pool of free buffers. Nobody may use the memory meanwhile. */
  public static void format(MemorySegment memory, int count, int size) {
    memory.asSlice(0, bytes(count, size)).asSlice(0, first(count)).fill((byte) 0);
    Words.putInt(memory, COUNT, count);
    Words.putInt(memory, SIZE, size);
    Words.putLong(memory, FIRST, first(count));
    for (int i = 0; i < count; i++) {
      Words.putInt(memory, entry(i) + NEXT, i + 1 < count ? i + 2 : 0);
    }
    Words.putLong(memory, FREE, 1);
    Words.putLongRelease(memory, 0, MAGIC_VALUE);
  }

  private static long entry(long index) {
    return ENTRIES + 16 * index;
  }

  /** Takes a free buffer, with one reference; answers its handle or {@link #NONE}. */
  public long acquire() {
    for (int i = 0; i < PATIENCE; i++) {
      long list = Words.getLongAcquire(pool, FREE);
      long index = (list & 0xffff_ffffL) - 1;
      if (index < 0 || index >= count) {
        return NONE;
      }
      long next = Words.getInt(pool, entry(index) + NEXT) & 0xffff_ffffL;
      long changes = (list & ~0xffff_ffffL) + (1L << 32);
      if (Words.casLong(pool, FREE, list, changes | next)) {
        if (Words.getInt(pool, entry(index) + REFERENCES) != 0) {
          // Only a scribbled list leads to a buffer in use.
          return NONE;
        }
        Words.putInt(pool, entry(index) + REFERENCES, 1);
        return handle(index);
      }
    }
    return NONE;
  }

  private long handle(long index) {
    int generation = Words.getInt(pool, entry(index) + GENERATION) & Integer.MAX_VALUE;
    return (long) generation << 32 | index;
  }

  /** Whether the handle is of a buffer in use. */
  public boolean isValid(long handle) {
    long index = handle & 0xffff_ffffL;
    return handle >= 0
        && index < count
        && handle(index) == handle
        && Words.getInt(pool, entry(index) + REFERENCES) > 0;
  }

  /**
   * The bytes of a buffer.
   *
   * @throws IllegalArgumentException when the handle is of none in use
   */
  public MemorySegment buffer(long handle) {
    return pool.asSlice(offset(handle), size);
  }

  /** Where a buffer lies in {@link #memory}; IllegalArgumentException as {@link #buffer}. */
  public long offset(long handle) {
    return first + require(handle) * size;
  }

  private long require(long handle) {
    if (!isValid(handle)) {
      throw new IllegalArgumentException("no buffer in use: " + Long.toHexString(handle));
    }
    return handle & 0xffff_ffffL;
  }

  /** One more will release it. The caller holds a reference. */
  public void retain(long handle) {
    Words.getAndAddInt(pool, entry(require(handle)) + REFERENCES, 1);
  }

  /**
   * One reference less; the last makes the buffer free.
   *
   * @return whether it was the last
   * @throws IllegalArgumentException when it is of no buffer in use
   */
  public boolean release(long handle) {
    long entry = entry(require(handle));
    // Who holds the only reference shares it with nobody who could change the count.
    if (Words.getIntVolatile(pool, entry + REFERENCES) != 1
        && Words.getAndAddInt(pool, entry + REFERENCES, -1) != 1) {
      return false;
    }
    Words.putInt(pool, entry + REFERENCES, 0);
    Words.putInt(pool, entry + GENERATION, (int) (handle >>> 32) + 1);
    long index = handle & 0xffff_ffffL;
    for (int i = 0; i < PATIENCE; i++) {
      long list = Words.getLongAcquire(pool, FREE);
      Words.putInt(pool, entry + NEXT, (int) list);
      long changes = (list & ~0xffff_ffffL) + (1L << 32);
      if (Words.casLong(pool, FREE, list, changes | (index + 1))) {
        return true;
      }
    }
    return true;
  }

  /** Buffers in use: a guess while others take and return. */
  public int used() {
    int used = 0;
    for (int i = 0; i < count; i++) {
      used += Words.getInt(pool, entry(i) + REFERENCES) > 0 ? 1 : 0;
    }
    return used;
  }

  /** Bytes of one buffer. */
  public int bufferSize() {
    return size;
  }

  public int count() {
    return count;
  }

  public MemorySegment memory() {
    return pool;
  }
}
