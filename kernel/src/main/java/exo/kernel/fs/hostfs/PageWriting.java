package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.mem.phys.FrameAllocator;

/**
 * write(2) to a host file, and the way back of what shared mappings changed.
 *
 * <p>What write(2) is given goes into the pages and on to the host before the call returns: others
 * on the host see it at once, and the writer learns at once of a full disk. Pages that a mapping
 * changed go to the host on msync(2), fsync(2), with the last mapping, on sync(2), and when the
 * file is not used any more.
 */
final class PageWriting {
  private PageWriting() {}

  /** As {@link exo.kernel.vfs.OpenFile#write}; the inode learns of the new size. */
  static long write(HostPages pages, IoBuffer from, long off) throws Errno {
    long wanted = off + from.remaining();
    long at = off;
    while (at < wanted) {
      Cluster c = pages.cluster(at >>> HostPages.PAGE_SHIFT);
      long start = c.firstPage() << HostPages.PAGE_SHIFT;
      long end = Math.min(wanted, start + (long) Cluster.PAGES * HostPages.PAGE);
      c.busy++;
      try {
        long done = write(pages, c, from, at, end);
        at += done;
        if (at < end) {
          break;
        }
      } catch (Errno e) {
        if (at == off) {
          throw e;
        }
        break;
      } finally {
        c.busy--;
        pages.discardIfEmpty(c);
      }
    }
    return from.result(at - off);
  }

  /** Writes within one cluster; answers what has reached the host. */
  private static long write(HostPages pages, Cluster c, IoBuffer from, long off, long end)
      throws Errno {
    long start = c.firstPage() << HostPages.PAGE_SHIFT;
    int first = (int) ((off - start) >>> HostPages.PAGE_SHIFT);
    int past = (int) ((end - start + HostPages.PAGE - 1) >>> HostPages.PAGE_SHIFT);
    int ready = prepare(pages, c, off - start, end - start);
    long stop = Math.min(end, start + ready * HostPages.PAGE);
    if (stop <= off) {
      throw Errno.ENOMEM;
    }
    long taken = take(pages, c, from, off, stop);
    long written = 0;
    try {
      written = send(pages, c, off, off + taken);
    } finally {
      // What the host has not got must not be seen here either.
      if (off + written < end) {
        int keep = (int) ((off + written - start) >>> HostPages.PAGE_SHIFT);
        forgetFrom(pages, c, Math.max(first, keep), past);
      }
      if (written > 0) {
        pages.inode.wroteUpTo(off + written);
      }
    }
    return written;
  }

  private static void forgetFrom(HostPages pages, Cluster c, int first, int past) {
    if (pages.isMapped()) {
      pages.mappings().unmapRange(c.firstPage() + first, c.firstPage() + past);
    }
    for (int i = first; i < past; i++) {
      // A page that a mapping changed is whole, and goes to the host in its time.
      if (!c.isDirty(i)) {
        pages.drop(c, i, i + 1);
      }
    }
  }

  /**
   * Gets frames for all pages to be written, with their old contents where those stay.
   *
   * @param from offsets in the cluster
   * @return the page before which all are there
   */
  private static int prepare(HostPages pages, Cluster c, long from, long to) throws Errno {
    int first = (int) (from >>> HostPages.PAGE_SHIFT);
    int past = (int) ((to + HostPages.PAGE - 1) >>> HostPages.PAGE_SHIFT);
    for (int i = first; i < past; i++) {
      if (c.frame(i) != 0) {
        continue;
      }
      long page = i * HostPages.PAGE;
      boolean whole = from <= page && to >= page + HostPages.PAGE;
      if (!whole && c.firstPage() + i < pages.pages()) {
        pages.fill(c, i, i + 1);
      } else {
        long frame = pages.cache.allocate();
        if (frame != FrameAllocator.NONE) {
          if (!whole) {
            pages.cache.ram().zero(frame);
          }
          c.put(i, frame);
        }
      }
      if (c.frame(i) == 0) {
        return i;
      }
    }
    return past;
  }

  /** Moves bytes from the buffer into the pages. */
  private static long take(HostPages pages, Cluster c, IoBuffer from, long off, long end) {
    long start = c.firstPage() << HostPages.PAGE_SHIFT;
    int past = (int) ((end - start + HostPages.PAGE - 1) >>> HostPages.PAGE_SHIFT);
    long at = off;
    while (at < end) {
      int page = (int) ((at - start) >>> HostPages.PAGE_SHIFT);
      int run = c.run(page, past);
      long inPage = at & HostPages.PAGE - 1;
      long length = Math.min(end - at, run * HostPages.PAGE - inPage);
      long pa = (c.frame(page) << HostPages.PAGE_SHIFT) + inPage;
      for (int i = 0; i < run; i++) {
        pages.cache.allocator().wrote(c.frame(page) + i);
      }
      long moved = from.take(pages.cache.ram().segment(), pa, length);
      at += moved;
      if (moved < length) {
        break;
      }
    }
    return at - off;
  }

  /** Writes bytes of the pages to the host; answers how many, after an error if there were some. */
  private static long send(HostPages pages, Cluster c, long off, long end) throws Errno {
    long start = c.firstPage() << HostPages.PAGE_SHIFT;
    int past = (int) ((end - start + HostPages.PAGE - 1) >>> HostPages.PAGE_SHIFT);
    long at = off;
    try {
      while (at < end) {
        int page = (int) ((at - start) >>> HostPages.PAGE_SHIFT);
        int run = c.run(page, past);
        long inPage = at & HostPages.PAGE - 1;
        long length = Math.min(end - at, run * HostPages.PAGE - inPage);
        long pa = (c.frame(page) << HostPages.PAGE_SHIFT) + inPage;
        long sent = pages.inode.send(at, pa, length);
        at += sent;
        if (sent == 0) {
          break;
        }
      }
    } catch (Errno e) {
      if (at == off) {
        throw e;
      }
    }
    return at - off;
  }

  /**
   * Writes pages back that mappings changed.
   *
   * @return 0 or the first -errno; pages that could not be written count as written, as in Linux
   */
  static long writeBack(HostPages pages, long firstIndex, long endIndex) {
    if (!pages.hasDirty()) {
      return 0;
    }
    long[] result = {0};
    pages.forEachCluster(
        c -> {
          if (c.dirty != 0
              && c.firstPage() < endIndex
              && c.firstPage() + Cluster.PAGES > firstIndex) {
            int from = (int) Math.max(0, firstIndex - c.firstPage());
            int to = (int) Math.min(Cluster.PAGES, endIndex - c.firstPage());
            long error = writeBack(pages, c, from, to);
            result[0] = result[0] == 0 ? error : result[0];
          }
        });
    return result[0];
  }

  private static long writeBack(HostPages pages, Cluster c, int from, int to) {
    // From here on a write through a mapping asks again, and makes the page dirty again.
    pages.mappings().protectFromWrites(c.firstPage() + from, c.firstPage() + to);
    long result = 0;
    c.busy++;
    try {
      for (int i = from; i < to; i++) {
        if (!c.isDirty(i)) {
          continue;
        }
        pages.markClean(c, i);
        long off = (c.firstPage() + i) << HostPages.PAGE_SHIFT;
        long end = Math.min(off + HostPages.PAGE, pages.inode.size());
        try {
          send(pages, c, off, end);
          pages.inode.wroteUpTo(end);
        } catch (Errno e) {
          result = result == 0 ? e.negated() : result;
        }
      }
    } finally {
      c.busy--;
    }
    return result;
  }
}
