package exo.kernel.mm;

import exo.mem.phys.FrameAllocator;
import java.util.function.LongConsumer;

/**
 * Memory of mmap(2) with MAP_SHARED and MAP_ANONYMOUS: an object without a name that forks share.
 * Pages are made when touched and live until the last mapping goes.
 */
final class SharedAnonymous extends PageSource implements MappedName {
  private final MemoryContext context;
  private final long pages;
  private final long inode;
  private final PageTree frames = new PageTree();
  private int users;

  SharedAnonymous(MemoryContext context, long pages) {
    this.context = context;
    this.pages = pages;
    this.inode = context.nextObject();
  }

  @Override
  public long page(long index, boolean forWrite) {
    if (index < 0 || index >= pages) {
      return BEYOND_END;
    }
    long frame = frames.get(index);
    if (frame == 0) {
      frame = context.frames.allocZeroed();
      if (frame == FrameAllocator.NONE) {
        return NO_MEMORY;
      }
      frames.add(index, frame);
    }
    context.frames.retain(frame);
    return frame;
  }

  @Override
  public long pageIfPresent(long index) {
    long frame = frames.get(index);
    if (frame == 0) {
      return BEYOND_END;
    }
    context.frames.retain(frame);
    return frame;
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
  public long punchHole(long firstIndex, long endIndex) {
    mappings().unmapRange(firstIndex, endIndex);
    free(firstIndex, endIndex);
    return 0;
  }

  @Override
  public void retain() {
    users++;
  }

  @Override
  public void release() {
    if (--users == 0) {
      free(0, pages);
    }
  }

  private void free(long from, long to) {
    frames.removeRange(from, to, (index, frame) -> context.frames.release(frame));
  }

  /** Tells of each frame that the object itself holds. */
  void forEachFrame(LongConsumer visitor) {
    frames.forEach(0, pages, (index, frame) -> visitor.accept(frame));
  }

  // Linux shows such memory as an unlinked file of an internal tmpfs.

  @Override
  public long device() {
    return 1;
  }

  @Override
  public long inode() {
    return inode;
  }

  @Override
  public String path() {
    return "/dev/zero (deleted)";
  }
}
