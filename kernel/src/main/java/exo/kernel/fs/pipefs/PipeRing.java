package exo.kernel.fs.pipefs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Vfs;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The bytes in a pipe: a ring of slots, oldest first, each with a part of one frame. A pipe is full
 * when all slots are taken, however little they hold; a write that fits into the rest of the newest
 * page takes none. Owned by the kernel lock.
 */
final class PipeRing {
  private static final int PAGE_SIZE = (int) PhysicalMemory.FRAME_SIZE;

  // A slot's flags: more may be added behind, or it is one packet.
  private static final byte MERGES = 1;
  private static final byte PACKET = 2;

  private final FrameAllocator allocator;
  private final MemorySegment memory;

  private long[] frames;
  private int[] offsets;
  private int[] lengths;
  private byte[] flags;
  private int first;
  private int used;

  /**
   * An empty ring.
   *
   * @param slots a power of two
   */
  PipeRing(Vfs vfs, int slots) {
    allocator = vfs.frames();
    memory = vfs.ram().segment();
    frames = new long[slots];
    offsets = new int[slots];
    lengths = new int[slots];
    flags = new byte[slots];
  }

  int slots() {
    return frames.length;
  }

  boolean isEmpty() {
    return used == 0;
  }

  boolean isFull() {
    return used == frames.length;
  }

  /** Bytes held. */
  long size() {
    long sum = 0;
    for (int i = 0; i < used; i++) {
      sum += lengths[slot(i)];
    }
    return sum;
  }

  /** Bytes of the pages that are free. */
  long freeBytes() {
    return (long) (frames.length - used) * PAGE_SIZE;
  }

  private int slot(int index) {
    return first + index & frames.length - 1;
  }

  /** Moves bytes out, to the end of the first packet if there is one; answers how many. */
  long read(IoBuffer to) {
    long done = 0;
    while (used > 0 && to.remaining() > 0) {
      int s = first;
      long moved = to.put(memory, at(s), Math.min(lengths[s], to.remaining()));
      done += moved;
      boolean packet = (flags[s] & PACKET) != 0;
      if (packet && !to.faulted()) {
        dropFirst();
        break;
      }
      offsets[s] += (int) moved;
      lengths[s] -= (int) moved;
      if (lengths[s] > 0) {
        break;
      }
      dropFirst();
    }
    return done;
  }

  /** Copies bytes out from {@code skip} bytes behind the oldest on; they stay. */
  long peek(IoBuffer to, long skip) {
    long done = 0;
    long left = skip;
    for (int i = 0; i < used && to.remaining() > 0; i++) {
      int s = slot(i);
      if (left >= lengths[s]) {
        left -= lengths[s];
        continue;
      }
      long len = Math.min(lengths[s] - left, to.remaining());
      long moved = to.put(memory, at(s) + left, len);
      done += moved;
      left = 0;
      if (moved < len) {
        break;
      }
    }
    return done;
  }

  /** Forgets the oldest {@code len} bytes, which are there. */
  void drop(long len) {
    long left = len;
    while (left > 0) {
      int taken = (int) Math.min(left, lengths[first]);
      offsets[first] += taken;
      lengths[first] -= taken;
      left -= taken;
      if (lengths[first] == 0) {
        dropFirst();
      }
    }
  }

  private long at(int slot) {
    return (frames[slot] << PhysicalMemory.FRAME_SHIFT) + offsets[slot];
  }

  private void dropFirst() {
    allocator.release(frames[first]);
    first = slot(1);
    used--;
  }

  /**
   * Moves bytes in until the ring is full; answers how many.
   *
   * @param packets whether each page is to be read by itself: O_DIRECT
   * @throws Errno ENOMEM if nothing could be moved for want of memory
   */
  long write(IoBuffer from, boolean packets) throws Errno {
    long done = 0;
    int rest = (int) (from.remaining() & PAGE_SIZE - 1);
    if (rest > 0 && used > 0) {
      done = merge(from, rest);
    }
    while (from.remaining() > 0 && !from.faulted() && !isFull()) {
      long frame = allocator.alloc();
      if (frame == FrameAllocator.NONE) {
        if (done == 0) {
          throw Errno.ENOMEM;
        }
        break;
      }
      long len = Math.min(from.remaining(), PAGE_SIZE);
      long moved = from.take(memory, frame << PhysicalMemory.FRAME_SHIFT, len);
      if (moved < len) {
        // A page that cannot be filled is not begun.
        allocator.release(frame);
        break;
      }
      append(frame, (int) moved, packets ? PACKET : MERGES);
      done += moved;
    }
    return done;
  }

  /** Adds to the newest page what does not fill pages of its own, if all of that fits. */
  private long merge(IoBuffer from, int len) {
    int s = slot(used - 1);
    int end = offsets[s] + lengths[s];
    if ((flags[s] & MERGES) == 0 || end + len > PAGE_SIZE) {
      return 0;
    }
    long moved = from.take(memory, at(s) + lengths[s], len);
    if (moved < len) {
      return 0;
    }
    lengths[s] += len;
    return moved;
  }

  private void append(long frame, int len, byte flag) {
    int s = slot(used++);
    frames[s] = frame;
    offsets[s] = 0;
    lengths[s] = len;
    flags[s] = flag;
  }

  /** Changes the number of slots, a power of two; false if more are taken. */
  boolean resize(int slots) {
    if (used > slots) {
      return false;
    }
    int[] order = new int[used];
    Arrays.setAll(order, this::slot);
    long[] newFrames = new long[slots];
    int[] newOffsets = new int[slots];
    int[] newLengths = new int[slots];
    byte[] newFlags = new byte[slots];
    for (int i = 0; i < used; i++) {
      newFrames[i] = frames[order[i]];
      newOffsets[i] = offsets[order[i]];
      newLengths[i] = lengths[order[i]];
      newFlags[i] = flags[order[i]];
    }
    frames = newFrames;
    offsets = newOffsets;
    lengths = newLengths;
    flags = newFlags;
    first = 0;
    return true;
  }

  /** Gives all pages back. */
  void clear() {
    while (used > 0) {
      dropFirst();
    }
  }
}
