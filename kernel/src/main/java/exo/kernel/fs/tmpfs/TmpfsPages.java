package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.vfs.PageCache;
import exo.mem.phys.FrameAllocator;

/** The contents of a tmpfs file: frames where something was written or touched, else holes. */
final class TmpfsPages extends PageCache {
  private final TmpfsRegular file;

  TmpfsPages(TmpfsRegular file) {
    super(file);
    this.file = file;
  }

  /** Pages that the file holds. */
  long held() {
    return pages.pages();
  }

  @Override
  protected long size() {
    return file.size;
  }

  @Override
  protected void grow(long size) {
    file.size = size;
  }

  @Override
  protected long frame(long index) {
    return pages.get(index);
  }

  @Override
  protected long frameToWrite(long index, boolean whole) {
    long frame = pages.get(index);
    // A bad user page may end the copy early, so even a page to be written whole starts as zeros.
    return frame != 0 ? frame : make(index);
  }

  @Override
  protected long frameToMap(long index) {
    return make(index);
  }

  private long make(long index) {
    if (!file.tmpfs.reservePages(1)) {
      return Errno.ENOSPC.negated();
    }
    long frame = frames.allocZeroed();
    if (frame == FrameAllocator.NONE) {
      file.tmpfs.unreservePages(1);
      return Errno.ENOMEM.negated();
    }
    pages.add(index, frame);
    return frame;
  }

  /** The file now ends at {@code size}: what lies behind goes, also from private mappings. */
  void cut(long size) {
    long firstGone = (size + PAGE_MASK) >> PAGE_SHIFT;
    if (!mappings().isEmpty()) {
      mappings().unmapFrom(firstGone);
    }
    file.tmpfs.unreservePages(remove(firstGone, Long.MAX_VALUE));
    int inPage = (int) size & PAGE_MASK;
    if (inPage != 0) {
      zero(size, PAGE_SIZE - inPage);
    }
  }

  /** Makes a range a hole: whole pages go, parts of pages are zeroed. */
  void punch(long off, long len) {
    long end = off + len;
    long firstWhole = (off + PAGE_MASK) >> PAGE_SHIFT;
    long endWhole = end >> PAGE_SHIFT;
    if (firstWhole > endWhole) {
      zero(off, len);
      return;
    }
    zero(off, (firstWhole << PAGE_SHIFT) - off);
    zero(endWhole << PAGE_SHIFT, end & PAGE_MASK);
    if (firstWhole < endWhole) {
      file.tmpfs.unreservePages(drop(firstWhole, endWhole));
    }
  }

  /**
   * Gives every page of a range a frame, or none if they cannot all have one.
   *
   * @throws Errno ENOSPC, ENOMEM
   */
  void fill(long firstIndex, long endIndex) throws Errno {
    long missing = endIndex - firstIndex - heldWithin(firstIndex, endIndex);
    if (missing > frames.statistics().total()) {
      throw Errno.ENOMEM;
    }
    if (!file.tmpfs.reservePages(missing)) {
      throw Errno.ENOSPC;
    }
    long[] fresh = new long[Math.toIntExact(missing)];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = frames.allocZeroed();
      if (fresh[i] == FrameAllocator.NONE) {
        while (--i >= 0) {
          frames.release(fresh[i]);
        }
        file.tmpfs.unreservePages(missing);
        throw Errno.ENOMEM;
      }
    }
    int next = 0;
    for (long index = firstIndex; next < fresh.length; index++) {
      if (pages.get(index) == 0) {
        pages.add(index, fresh[next++]);
      }
    }
  }

  private long heldWithin(long from, long to) {
    long[] count = new long[1];
    pages.forEach(from, to, (index, frame) -> count[0]++);
    return count[0];
  }

  void freeAll() {
    file.tmpfs.unreservePages(remove(0, Long.MAX_VALUE));
  }

  /** The first offset from {@code off} on in a page that is held, or -1. */
  long nextData(long off) {
    long index = off >> PAGE_SHIFT;
    long next = pages.next(index);
    return next < 0 ? -1 : Math.max(off, next << PAGE_SHIFT);
  }

  /** The first offset from {@code off} on in a page that is not held. */
  long nextHole(long off) {
    long index = pages.nextAbsent(off >> PAGE_SHIFT);
    return Math.max(off, index << PAGE_SHIFT);
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
    if (file.isSealed(Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_FUTURE_WRITE)) {
      return Errno.EPERM.negated();
    }
    punch(firstIndex << PAGE_SHIFT, (endIndex - firstIndex) << PAGE_SHIFT);
    return 0;
  }
}
