package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;

/** read(2) of a host file: from its pages in memory, reading ahead where the reader goes on. */
final class PageReading {
  /** Pages read at once for somebody who reads here and there. */
  private static final int RANDOM = 4;

  private PageReading() {}

  /** As {@link exo.kernel.vfs.OpenFile#read}; {@code off} is not beyond the largest file. */
  static long read(HostPages pages, IoBuffer to, long off) throws Errno {
    long wanted = off + to.remaining();
    boolean goesOn = pages.isSequential(off, wanted);
    long at = off;
    while (at < Math.min(wanted, pages.inode.size())) {
      long index = at >>> HostPages.PAGE_SHIFT;
      Cluster c = pages.cluster(index);
      long start = c.firstPage() << HostPages.PAGE_SHIFT;
      long end = Math.min(wanted, start + (long) Cluster.PAGES * HostPages.PAGE);
      int first = (int) (index - c.firstPage());
      int past = (int) ((end - start + HostPages.PAGE - 1) >>> HostPages.PAGE_SHIFT);
      try {
        load(pages, c, first, past, goesOn);
      } catch (Errno e) {
        pages.discardIfEmpty(c);
        if (at == off) {
          throw e;
        }
        break;
      }
      // Filling has perhaps found the file to be shorter.
      long stop = Math.min(end, pages.inode.size());
      long moved = copy(pages, c, at, stop, to);
      at += moved;
      if (c.frame(first) == 0 && at == off && at < stop) {
        pages.discardIfEmpty(c);
        throw Errno.ENOMEM;
      }
      if (at < stop) {
        break;
      }
    }
    pages.readUpTo(at);
    return to.result(at - off);
  }

  private static void load(HostPages pages, Cluster c, int first, int past, boolean goesOn)
      throws Errno {
    for (int i = first; i < past; i++) {
      if (c.frame(i) == 0) {
        int to = goesOn ? Cluster.PAGES : past + RANDOM - 1 & -RANDOM;
        pages.fill(c, i, to);
        return;
      }
    }
  }

  /** Copies from present pages, neighbouring frames at once; stops at an absent one. */
  private static long copy(HostPages pages, Cluster c, long off, long end, IoBuffer to) {
    long start = c.firstPage() << HostPages.PAGE_SHIFT;
    int past = (int) ((end - start + HostPages.PAGE - 1) >>> HostPages.PAGE_SHIFT);
    long at = off;
    // A fault in the buffer may need memory, and must not find it here.
    c.busy++;
    try {
      while (at < end) {
        int page = (int) ((at - start) >>> HostPages.PAGE_SHIFT);
        if (c.frame(page) == 0) {
          break;
        }
        int run = c.run(page, past);
        long inPage = at & HostPages.PAGE - 1;
        long length = Math.min(end - at, run * HostPages.PAGE - inPage);
        long pa = (c.frame(page) << HostPages.PAGE_SHIFT) + inPage;
        long moved = to.put(pages.cache.ram().segment(), pa, length);
        at += moved;
        if (moved < length) {
          break;
        }
      }
    } finally {
      c.busy--;
    }
    return at - off;
  }
}
