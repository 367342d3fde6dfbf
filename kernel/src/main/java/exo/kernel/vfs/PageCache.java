package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.mm.FrameCensus;
import exo.kernel.mm.PageSource;
import exo.kernel.mm.PageTree;
import exo.kernel.uaccess.IoBuffer;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;

/**
 * The contents of a regular file as guest frames. read(2), write(2) and mappings all see these
 * frames, so they see the same bytes. Where a frame that is not there comes from (zeros, the host)
 * is for the file system to say.
 *
 * <p>Bytes of the last page beyond the end of the file are zero. Owned by the kernel lock.
 */
public abstract class PageCache extends PageSource {
  public static final int PAGE_SHIFT = PhysicalMemory.FRAME_SHIFT;
  public static final int PAGE_SIZE = 1 << PAGE_SHIFT;
  protected static final int PAGE_MASK = PAGE_SIZE - 1;

  /** {@link #frame}: nothing is there, and reads as zeros. */
  protected static final long HOLE = 0;

  private final Inode inode;
  protected final PhysicalMemory ram;
  protected final FrameAllocator frames;
  private final MemorySegment memory;

  /** The frames that are there; each holds one reference. */
  protected final PageTree pages = new PageTree();

  protected PageCache(Inode inode) {
    this.inode = inode;
    this.ram = inode.superblock().vfs().ram();
    this.frames = inode.superblock().vfs().frames();
    this.memory = ram.segment();
  }

  /** The size of the file in bytes. */
  protected abstract long size();

  /** The file grew to {@code size} bytes by writing. */
  protected abstract void grow(long size);

  /**
   * The frame of a page within the file, to be read now and not retained.
   *
   * @return a frame, {@link #HOLE}, or -errno
   */
  protected abstract long frame(long index);

  /**
   * The frame of a page to be written now, made if there is none; not retained.
   *
   * @param whole all of it will be written, so its old contents do not matter
   * @return a frame or -errno
   */
  protected abstract long frameToWrite(long index, boolean whole);

  /** Moves bytes from the file to the buffer, up to the end of the file. */
  public final long read(IoBuffer to, long off) throws Errno {
    long len = Math.min(to.remaining(), size() - off);
    long done = 0;
    while (done < len) {
      long at = off + done;
      long index = at >> PAGE_SHIFT;
      long frame = frame(index);
      if (frame < 0) {
        if (done > 0) {
          break;
        }
        throw Errno.of((int) -frame);
      }
      int inPage = (int) at & PAGE_MASK;
      long chunk = Math.min(len - done, PAGE_SIZE - inPage);
      long moved =
          frame == HOLE
              ? to.putZeros(chunk)
              : to.put(memory, (frame << PAGE_SHIFT) + inPage, chunk);
      done += moved;
      if (moved < chunk) {
        break;
      }
    }
    return to.result(done);
  }

  /** Moves bytes from the buffer to the file, which grows as needed. */
  public final long write(IoBuffer from, long off) throws Errno {
    long len = from.remaining();
    long done = 0;
    while (done < len) {
      long at = off + done;
      int inPage = (int) at & PAGE_MASK;
      long chunk = Math.min(len - done, PAGE_SIZE - inPage);
      long frame = frameToWrite(at >> PAGE_SHIFT, chunk == PAGE_SIZE);
      if (frame < 0) {
        if (done > 0) {
          break;
        }
        throw Errno.of((int) -frame);
      }
      frames.wrote(frame);
      long moved = from.take(memory, (frame << PAGE_SHIFT) + inPage, chunk);
      done += moved;
      if (at + moved > size()) {
        grow(at + moved);
      }
      if (moved < chunk) {
        break;
      }
    }
    return from.result(done);
  }

  /** Zeroes bytes of the file that lie in one page and are there. */
  protected final void zero(long off, long len) {
    long frame = pages.get(off >> PAGE_SHIFT);
    if (frame != 0 && len > 0) {
      frames.wrote(frame);
      memory.asSlice((frame << PAGE_SHIFT) + (off & PAGE_MASK), len).fill((byte) 0);
    }
  }

  /**
   * Takes pages out of all shared mappings and gives their frames back.
   *
   * @return how many there were
   */
  protected final long drop(long fromIndex, long toIndex) {
    if (!mappings().isEmpty()) {
      mappings().unmapRange(fromIndex, toIndex);
    }
    return remove(fromIndex, toIndex);
  }

  /**
   * Gives the frames of pages back that no mapping shows any more.
   *
   * @return how many there were
   */
  protected final long remove(long fromIndex, long toIndex) {
    long before = pages.pages();
    pages.removeRange(fromIndex, toIndex, (index, frame) -> frames.release(frame));
    return before - pages.pages();
  }

  /** Tells of each frame that the cache holds. */
  public final void census(FrameCensus census) {
    pages.forEach(0, Long.MAX_VALUE, (index, frame) -> census.add(frame));
  }

  @Override
  public long page(long index, boolean forWrite) {
    if (index < 0 || index > (size() - 1) >> PAGE_SHIFT) {
      return BEYOND_END;
    }
    long frame = pages.get(index);
    if (frame == 0) {
      frame = frameToMap(index);
      if (frame < 0) {
        return frame == Errno.ENOMEM.negated() ? NO_MEMORY : IO_ERROR;
      }
    }
    if (forWrite) {
      inode.modified();
    }
    frames.retain(frame);
    return frame;
  }

  /** The frame of a page that has none, to be mapped: made, or -errno. */
  protected abstract long frameToMap(long index);

  @Override
  public long pageIfPresent(long index) {
    long frame = index < 0 || index > (size() - 1) >> PAGE_SHIFT ? 0 : pages.get(index);
    if (frame == 0) {
      return BEYOND_END;
    }
    frames.retain(frame);
    return frame;
  }

  @Override
  public void retain() {
    inode.retain();
    inode.superblock().addUser();
  }

  @Override
  public void release() {
    inode.release();
    inode.superblock().removeUser();
  }
}
