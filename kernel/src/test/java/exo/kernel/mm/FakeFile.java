package exo.kernel.mm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.FrameAllocator;

/**
 * A file of pages with a cache over a medium. One byte of each page is of interest. The cache may
 * be emptied at any time, and checks then that it was told of writes.
 */
final class FakeFile extends PageSource implements MappedName {
  /** Which byte of a page counts. */
  static final int AT = 123;

  private final MemoryContext context;
  private final boolean tracks;
  private final byte[] medium;
  private final long[] cache;
  private final boolean[] dirty;
  private int pages;
  private int users;

  /** Whether the next page that is not in the cache cannot be read. */
  boolean broken;

  /** Pages that sync was asked for. */
  long synced;

  FakeFile(MemoryContext context, int pages, int capacity, boolean tracks) {
    this.context = context;
    this.tracks = tracks;
    this.pages = pages;
    medium = new byte[capacity];
    cache = new long[capacity];
    dirty = new boolean[capacity];
  }

  int pages() {
    return pages;
  }

  int users() {
    return users;
  }

  boolean isDirty(int index) {
    return dirty[index];
  }

  /** What read(2) sees. */
  int get(int index) {
    return index >= pages ? 0 : cache[index] == 0 ? medium[index] & 0xff : cached(index);
  }

  private int cached(int index) {
    return context.ram().getByte((cache[index] << AddressSpace.PAGE_SHIFT) + AT) & 0xff;
  }

  /** What write(2) does within the file. */
  void put(int index, int value) {
    long frame = page(index, true);
    if (frame >= 0) {
      context.ram().putByte((frame << AddressSpace.PAGE_SHIFT) + AT, (byte) value);
      context.frames().release(frame);
    } else {
      medium[index] = (byte) value;
    }
  }

  /** What truncate(2) does. */
  void truncate(int now) {
    if (now < pages) {
      mappings().unmapFrom(now);
      for (int i = now; i < pages; i++) {
        forget(i);
        medium[i] = 0;
      }
    }
    pages = now;
  }

  /** Writes a page back: the next write must be told again. */
  void clean(int index) {
    if (cache[index] != 0) {
      mappings().protectFromWrites(index, index + 1);
      save(index);
    }
  }

  /** Takes a page from the cache, as reclaim does. */
  void drop(int index) {
    if (cache[index] != 0) {
      mappings().unmapRange(index, index + 1);
      save(index);
      forget(index);
    }
  }

  /** Drops what only the cache holds. */
  long dropAll() {
    long dropped = 0;
    for (int i = 0; i < pages; i++) {
      if (cache[i] != 0) {
        drop(i);
        dropped++;
      }
    }
    return dropped;
  }

  private void save(int index) {
    assertTrue(
        !tracks || dirty[index] || cached(index) == (medium[index] & 0xff),
        "a page was written and the file was not told");
    medium[index] = (byte) cached(index);
    dirty[index] = false;
  }

  private void forget(int index) {
    if (cache[index] != 0) {
      context.frames().release(cache[index]);
      cache[index] = 0;
      dirty[index] = false;
    }
  }

  void census(FrameCensus census) {
    for (long frame : cache) {
      if (frame != 0) {
        census.add(frame);
      }
    }
  }

  /** The file is gone. */
  void close() {
    for (int i = 0; i < cache.length; i++) {
      forget(i);
    }
  }

  @Override
  public long page(long index, boolean forWrite) {
    if (index < 0 || index >= pages) {
      return BEYOND_END;
    }
    int i = (int) index;
    if (cache[i] == 0) {
      if (broken) {
        return IO_ERROR;
      }
      long frame = context.frames().allocZeroed();
      if (frame == FrameAllocator.NONE) {
        return NO_MEMORY;
      }
      cache[i] = frame;
      context.ram().putByte((frame << AddressSpace.PAGE_SHIFT) + AT, medium[i]);
    }
    dirty[i] |= forWrite;
    context.frames().retain(cache[i]);
    return cache[i];
  }

  @Override
  public long pageIfPresent(long index) {
    if (index < 0 || index >= pages || cache[(int) index] == 0) {
      return BEYOND_END;
    }
    context.frames().retain(cache[(int) index]);
    return cache[(int) index];
  }

  @Override
  public boolean tracksWrites() {
    return tracks;
  }

  @Override
  public long sync(long firstIndex, long endIndex) {
    synced += endIndex - firstIndex;
    return 0;
  }

  @Override
  public long punchHole(long firstIndex, long endIndex) {
    mappings().unmapRange(firstIndex, endIndex);
    for (int i = (int) firstIndex; i < Math.min(endIndex, pages); i++) {
      forget(i);
      medium[i] = 0;
    }
    return 0;
  }

  @Override
  public void retain() {
    users++;
  }

  @Override
  public void release() {
    users--;
  }

  @Override
  public long device() {
    return 0x801;
  }

  @Override
  public long inode() {
    return 42;
  }

  @Override
  public String path() {
    return "/file";
  }
}
