package exo.kernel.net;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Bytes, first in first out, in frames of guest memory that are taken as the queue grows and given
 * back as it shrinks. How much it may hold is for its owner to say. Owned by the kernel lock.
 */
public final class ByteQueue {
  private static final int PAGE = (int) PhysicalMemory.FRAME_SIZE;

  private final FrameAllocator allocator;
  private final MemorySegment memory;

  // A ring of frames, a power of two long; the first byte lies `skipped` bytes into the first.
  private long[] frames = new long[4];
  private int first;
  private int used;
  private int skipped;
  private long size;

  public ByteQueue(NetContext net) {
    allocator = net.frames();
    memory = net.ram().segment();
  }

  /** Bytes held. */
  public long size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  private long frame(int index) {
    return frames[(first + index) & (frames.length - 1)] << PhysicalMemory.FRAME_SHIFT;
  }

  /**
   * Takes bytes from a buffer.
   *
   * @param len at most this many
   * @return how many: fewer at the buffer's end, at a bad page of it, or for want of memory
   * @throws Errno ENOMEM if there is no memory for the first
   */
  public long append(IoBuffer from, long len) throws Errno {
    long want = Math.min(len, from.remaining());
    long done = 0;
    while (done < want) {
      long end = skipped + size;
      int at = (int) (end & (PAGE - 1));
      boolean fresh = end == (long) used * PAGE;
      if (fresh && !grow()) {
        if (done == 0) {
          throw Errno.ENOMEM;
        }
        break;
      }
      long chunk = Math.min(want - done, PAGE - at);
      long moved = from.take(memory, frame(used - 1) + at, chunk);
      done += moved;
      size += moved;
      if (moved < chunk) {
        if (fresh && moved == 0) {
          dropLast();
        }
        break;
      }
    }
    return done;
  }

  private boolean grow() {
    long frame = allocator.alloc();
    if (frame == FrameAllocator.NONE) {
      return false;
    }
    if (used == frames.length) {
      long[] longer = new long[used * 2];
      for (int i = 0; i < used; i++) {
        longer[i] = frames[(first + i) & (used - 1)];
      }
      frames = longer;
      first = 0;
    }
    frames[(first + used++) & (frames.length - 1)] = frame;
    return true;
  }

  private void dropLast() {
    allocator.release(frames[(first + --used) & (frames.length - 1)]);
    if (used == 0) {
      skipped = 0;
    }
  }

  /** Forgets the newest {@code len} bytes, which are there. */
  public void takeBack(long len) {
    size -= len;
    long needed = size == 0 ? 0 : (skipped + size + PAGE - 1) / PAGE;
    while (used > needed) {
      dropLast();
    }
  }

  /**
   * Copies bytes out; they stay.
   *
   * @param skip bytes to leave out at the beginning
   * @param len at most this many
   * @return how many
   */
  public long peek(IoBuffer to, long skip, long len) {
    long want = Math.min(Math.min(len, size - skip), to.remaining());
    long done = 0;
    while (done < want) {
      long at = skipped + skip + done;
      int offset = (int) (at & (PAGE - 1));
      long chunk = Math.min(want - done, PAGE - offset);
      long moved = to.put(memory, frame((int) (at / PAGE)) + offset, chunk);
      done += moved;
      if (moved < chunk) {
        break;
      }
    }
    return done;
  }

  /** Moves bytes out; as {@link #peek}, and they are gone. */
  public long take(IoBuffer to, long len) {
    long done = peek(to, 0, len);
    drop(done);
    return done;
  }

  /** Forgets the oldest {@code len} bytes, which are there. */
  public void drop(long len) {
    size -= len;
    long at = skipped + len;
    while (at >= PAGE) {
      allocator.release(frames[first]);
      first = (first + 1) & (frames.length - 1);
      used--;
      at -= PAGE;
    }
    skipped = (int) at;
    if (size == 0 && used > 0) {
      dropLast();
    }
    if (used == 0) {
      skipped = 0;
      if (frames.length > 64) {
        frames = Arrays.copyOf(frames, 4);
        first = 0;
      }
    }
  }

  /** One byte, which is there. */
  public byte get(long at) {
    long place = skipped + at;
    return memory.get(
        java.lang.foreign.ValueLayout.JAVA_BYTE,
        frame((int) (place / PAGE)) + (place & (PAGE - 1)));
  }

  /** Gives everything back. */
  public void clear() {
    drop(size);
  }
}
