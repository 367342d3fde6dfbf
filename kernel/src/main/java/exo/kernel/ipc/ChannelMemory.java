package exo.kernel.ipc;

import exo.kernel.abi.Errno;
import exo.kernel.mm.PageSource;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import exo.mem.ring.BufferPool;
import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import exo.mem.ring.SpscRing;
import exo.mem.ring.UltraFastRing;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one channel: neighbouring frames with the ring and, from the next page on, its pool
 * if it has one. Guests map them, Java sees the same bytes. Owned by the kernel lock, but for what
 * lies in the frames.
 */
final class ChannelMemory extends PageSource {
  /** The kernel's own end, among the owners of claims. Guests get higher numbers. */
  static final int KERNEL_OWNER = 1;

  private static final long MAX_FRAMES = 1 << 18;

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final ChannelInode inode;
  private final long first;
  private final long count;
  private final int kind;
  private final MemorySegment segment;
  private final @Nullable UltraFastRing many;
  private final @Nullable BufferPool pool;
  private int mapped;

  private ChannelMemory(
      PhysicalMemory ram,
      FrameAllocator frames,
      ChannelInode inode,
      long first,
      long count,
      MemorySegment segment,
      ChannelFormat format) {
    this.ram = ram;
    this.frames = frames;
    this.inode = inode;
    this.first = first;
    this.count = count;
    this.kind = format.kind();
    this.segment = segment;
    segment.fill((byte) 0);
    RingLayout.format(segment, format.capacity(), kind, 0);
    many = kind == RingLayout.MANY_TO_MANY ? new UltraFastRing(segment, KERNEL_OWNER, null) : null;
    if (format.buffers() > 0) {
      MemorySegment rest = segment.asSlice(format.poolOffset());
      BufferPool.format(rest, format.buffers(), format.bufferSize());
      pool = new BufferPool(rest);
    } else {
      pool = null;
    }
  }

  /**
   * Takes and formats the frames of a channel.
   *
   * @throws Errno ENOMEM
   */
  static ChannelMemory create(
      PhysicalMemory ram, FrameAllocator frames, ChannelInode inode, ChannelFormat format)
      throws Errno {
    long count = (format.bytes() + PhysicalMemory.FRAME_SIZE - 1) >> PhysicalMemory.FRAME_SHIFT;
    long first =
        count > MAX_FRAMES
            ? FrameAllocator.NONE
            : frames.allocContiguous(count, 1, FrameAllocator.Zone.NORMAL);
    if (first == FrameAllocator.NONE) {
      throw Errno.ENOMEM;
    }
    MemorySegment segment =
        ram.segment()
            .asSlice(first << PhysicalMemory.FRAME_SHIFT, count << PhysicalMemory.FRAME_SHIFT);
    return new ChannelMemory(ram, frames, inode, first, count, segment, format);
  }

  MemorySegment segment() {
    return segment;
  }

  long bytes() {
    return segment.byteSize();
  }

  long frames() {
    return count;
  }

  /** The physical address of an event word, by which futexes know it. */
  long pa(long event) {
    return (first << PhysicalMemory.FRAME_SHIFT) + event;
  }

  /**
   * An end for one operation of the kernel.
   *
   * @throws Errno EIO when a guest has made nonsense of the cursors
   */
  Ring ring() throws Errno {
    return many != null ? many : one(segment);
  }

  private Ring one(Object keeper) throws Errno {
    try {
      return new SpscRing(segment, null, keeper);
    } catch (IllegalArgumentException scribbled) {
      throw Errno.EIO;
    }
  }

  /** An end of its own for the host, whose threads may be in it when the machine is closed. */
  Ring end(int owner) throws Errno {
    return many != null ? new UltraFastRing(segment, owner, null) : one(ram.hold());
  }

  @Nullable BufferPool pool() {
    return pool;
  }

  /** Ends what a dead end left half done. */
  void recover(int owner, boolean alone) {
    if (many != null) {
      many.recover(owner, alone);
    }
  }

  boolean isMapped() {
    return mapped > 0;
  }

  /** Gives the frames back; those that are still mapped when their mappings go. */
  void free() {
    for (long i = 0; i < count; i++) {
      frames.release(first + i);
    }
  }

  @Override
  public long page(long index, boolean forWrite) {
    if (index < 0 || index >= count) {
      return BEYOND_END;
    }
    frames.retain(first + index);
    return first + index;
  }

  @Override
  public long pageIfPresent(long index) {
    return page(index, false);
  }

  @Override
  public boolean tracksWrites() {
    return false;
  }

  @Override
  public boolean isMemory() {
    return true;
  }

  @Override
  public void retain() {
    mapped++;
    inode.retain();
  }

  @Override
  public void release() {
    mapped--;
    inode.release();
  }
}
