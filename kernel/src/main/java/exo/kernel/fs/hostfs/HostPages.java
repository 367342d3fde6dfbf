package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.mm.PageSource;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a host file that are in guest RAM: read(2), write(2) and all mappings see these
 * frames. Pages come from the host when they are asked for, with their neighbours; they can be
 * forgotten whenever nobody uses them.
 *
 * <p>Beyond the end of the file the rest of its last page reads as zeros. Owned by the kernel lock.
 */
final class HostPages extends PageSource {
  static final int PAGE_SHIFT = PhysicalMemory.FRAME_SHIFT;
  static final long PAGE = PhysicalMemory.FRAME_SIZE;

  /** Pages read at once for a mapping: as many as a fault maps. */
  private static final int AROUND = 16;

  final HostPageCache cache;
  final HostRegularInode inode;
  private final ClusterMap clusters = new ClusterMap();
  private @Nullable Cluster last;
  private int mappings;
  private int dirtyClusters;

  // Where the last read(2) ended.
  private long readEnd;

  HostPages(HostPageCache cache, HostRegularInode inode) {
    this.cache = cache;
    this.inode = inode;
  }

  // For mappings.

  @Override
  public long page(long index, boolean forWrite) {
    if (index < 0 || (index >= pages() && !growsTo(index))) {
      return BEYOND_END;
    }
    int page = (int) (index & Cluster.PAGES - 1);
    Cluster c = cluster(index);
    if (c.frame(page) == 0) {
      int from = page & -AROUND;
      try {
        // Itself first, memory may end.
        fill(c, page, from + AROUND);
        fill(c, from, page);
      } catch (Errno e) {
        discardIfEmpty(c);
        return IO_ERROR;
      }
    }
    long frame = c.frame(page);
    if (frame == 0) {
      discardIfEmpty(c);
      return index < pages() ? NO_MEMORY : BEYOND_END;
    }
    if (forWrite) {
      markDirty(c, page);
    }
    cache.allocator().retain(frame);
    return frame;
  }

  /** Perhaps somebody on the host made it longer. */
  private boolean growsTo(long index) {
    try {
      inode.refresh();
    } catch (Errno e) {
      return false;
    }
    return index < pages();
  }

  @Override
  public long pageIfPresent(long index) {
    Cluster c = index < 0 || index >= pages() ? null : find(index >> Cluster.SHIFT);
    long frame = c == null ? 0 : c.frame((int) (index & Cluster.PAGES - 1));
    if (c == null || frame == 0) {
      return BEYOND_END;
    }
    c.referenced = true;
    cache.allocator().retain(frame);
    return frame;
  }

  @Override
  public long sync(long firstIndex, long endIndex) {
    return PageWriting.writeBack(this, firstIndex, endIndex);
  }

  @Override
  public long punchHole(long firstIndex, long endIndex) {
    return inode.punchHole(firstIndex << PAGE_SHIFT, (endIndex - firstIndex) << PAGE_SHIFT);
  }

  @Override
  public void retain() {
    mappings++;
    inode.retain();
    inode.superblock().addUser();
  }

  /** The last mapping takes what was changed through it to the host. */
  @Override
  public void release() {
    if (--mappings == 0 && dirtyClusters > 0) {
      inode.writeBackError(PageWriting.writeBack(this, 0, Long.MAX_VALUE));
    } else if (mappings < 0) {
      throw new KernelBug("a mapping of a host file was released twice");
    }
    inode.release();
    inode.superblock().removeUser();
  }

  boolean isMapped() {
    return mappings > 0;
  }

  boolean hasDirty() {
    return dirtyClusters > 0;
  }

  private void markDirty(Cluster c, int page) {
    if (c.dirty == 0) {
      dirtyClusters++;
    }
    c.dirty |= 1 << page;
  }

  void markClean(Cluster c, int page) {
    if (c.isDirty(page)) {
      c.dirty &= ~(1 << page);
      if (c.dirty == 0) {
        dirtyClusters--;
      }
    }
  }

  // Finding and filling.

  /** How many pages the file has. */
  long pages() {
    return (inode.size() + PAGE - 1) >>> PAGE_SHIFT;
  }

  private @Nullable Cluster find(long number) {
    Cluster c = last;
    return c != null && c.number == number ? c : clusters.get(number);
  }

  /** The cluster of a page, a new one perhaps; marked as used. */
  Cluster cluster(long index) {
    long number = index >> Cluster.SHIFT;
    Cluster c = find(number);
    if (c == null) {
      c = new Cluster(this, number);
      clusters.add(c);
      cache.added(c);
    }
    c.referenced = true;
    last = c;
    return c;
  }

  /** Whether a reader goes on where one stopped, begins, or wants much. */
  boolean isSequential(long off, long end) {
    return off == readEnd || off == 0 || end - off >= Cluster.PAGES * PAGE;
  }

  void readUpTo(long off) {
    readEnd = off;
  }

  void forEachCluster(Consumer<Cluster> visitor) {
    clusters.forEach(visitor);
  }

  /**
   * Reads those of the pages {@code from} to {@code to} of a cluster that are absent and within the
   * file, neighbours with one call. Stops where memory ends.
   */
  void fill(Cluster c, int from, int to) throws Errno {
    c.busy++;
    long spare = FrameAllocator.NONE;
    try {
      int at = from;
      while (true) {
        int end = (int) Math.min(to, pages() - c.firstPage());
        while (at < end && c.frame(at) != 0) {
          at++;
        }
        if (at >= end) {
          return;
        }
        long first = spare != FrameAllocator.NONE ? spare : cache.allocate();
        spare = FrameAllocator.NONE;
        if (first == FrameAllocator.NONE) {
          return;
        }
        int n = 1;
        while (at + n < end && c.frame(at + n) == 0 && spare == FrameAllocator.NONE) {
          long next = cache.allocate();
          if (next == first + n) {
            n++;
          } else if (next == FrameAllocator.NONE) {
            break;
          } else {
            spare = next;
          }
        }
        readInto(c, at, first, n);
        at += n;
      }
    } finally {
      c.busy--;
      if (spare != FrameAllocator.NONE) {
        cache.release(spare);
      }
    }
  }

  /** Fills neighbouring frames with pages of the file, and gives those beyond its end back. */
  private void readInto(Cluster c, int page, long frame, int n) throws Errno {
    long off = (c.firstPage() + page) << PAGE_SHIFT;
    long pa = frame << PAGE_SHIFT;
    long len = n * PAGE;
    int used = 0;
    try {
      long got = readFully(off, pa, Math.min(len, inode.size() - off));
      if (off + got < inode.size() && got < len) {
        // The host's file is shorter by now, or never was as long as the host says (sysfs).
        inode.endsAt(off + got);
      }
      used = (int) ((got + PAGE - 1) >>> PAGE_SHIFT);
      zero(pa + got, pa + used * PAGE);
    } finally {
      for (int i = 0; i < n; i++) {
        if (i < used) {
          c.put(page + i, frame + i);
        } else {
          cache.release(frame + i);
        }
      }
    }
  }

  private long readFully(long off, long pa, long len) throws Errno {
    long done = 0;
    while (done < len) {
      long got = inode.receive(off + done, pa + done, len - done);
      if (got == 0) {
        break;
      }
      done += got;
    }
    return done;
  }

  void zero(long fromPa, long toPa) {
    if (fromPa < toPa) {
      cache.ram().segment().asSlice(fromPa, toPa - fromPa).fill((byte) 0);
    }
  }

  // Forgetting.

  /**
   * Forgets the clean pages of a cluster that nobody else holds.
   *
   * @param mapped whether those that only mappings hold are taken from them
   * @return frames freed
   */
  long forget(Cluster c, boolean mapped) {
    if (mapped && mappings > 0) {
      mappings().unmapRange(c.firstPage(), c.firstPage() + Cluster.PAGES);
    }
    long freed = 0;
    FrameAllocator allocator = cache.allocator();
    for (int i = 0; i < c.frames.length; i++) {
      long frame = c.frames[i];
      if (frame != 0 && !c.isDirty(i) && allocator.references(frame) == 1) {
        c.frames[i] = 0;
        cache.release(frame);
        freed++;
      }
    }
    discardIfEmpty(c);
    return freed;
  }

  /** Forgets pages of a cluster, whoever holds their frames; mappings do not show them any more. */
  void drop(Cluster c, int from, int to) {
    for (int i = from; i < Math.min(to, c.frames.length); i++) {
      long frame = c.frames[i];
      if (frame != 0) {
        markClean(c, i);
        c.frames[i] = 0;
        cache.release(frame);
      }
    }
    discardIfEmpty(c);
  }

  void discardIfEmpty(Cluster c) {
    if (c.busy == 0 && !c.gone && c.isEmpty()) {
      c.gone = true;
      clusters.remove(c);
      cache.removed(c);
      if (last == c) {
        last = null;
      }
    }
  }

  /** The file's contents changed on the host: forgets all but what is to be written there. */
  void invalidate() {
    if (clusters.isEmpty()) {
      return;
    }
    if (mappings > 0) {
      mappings().unmapRange(0, Long.MAX_VALUE);
    }
    clusters.forEach(
        c -> {
          for (int i = 0; i < c.frames.length; i++) {
            if (!c.isDirty(i)) {
              drop(c, i, i + 1);
            }
          }
        });
  }

  /** The file has become that short: pages beyond go, mappings lose them, the rest is zeros. */
  void cut(long size) {
    long end = (size + PAGE - 1) >>> PAGE_SHIFT;
    if (mappings > 0) {
      mappings().unmapFrom(end);
    }
    clusters.forEach(
        c -> {
          if (c.firstPage() + Cluster.PAGES > end) {
            drop(c, (int) Math.max(0, end - c.firstPage()), Cluster.PAGES);
          }
        });
    long tail = size & PAGE - 1;
    Cluster c = tail == 0 ? null : find(size >>> (PAGE_SHIFT + Cluster.SHIFT));
    long frame = c == null ? 0 : c.frame((int) (size >>> PAGE_SHIFT) & Cluster.PAGES - 1);
    if (frame != 0) {
      long pa = frame << PAGE_SHIFT;
      zero(pa + tail, pa + PAGE);
      cache.allocator().wrote(frame);
    }
  }

  /** Nobody uses the file any more: writes back and forgets everything. */
  void close() {
    if (dirtyClusters > 0) {
      inode.writeBackError(PageWriting.writeBack(this, 0, Long.MAX_VALUE));
    }
    clusters.forEach(c -> drop(c, 0, Cluster.PAGES));
  }
}
