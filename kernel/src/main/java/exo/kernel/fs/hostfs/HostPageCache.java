package exo.kernel.fs.hostfs;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import org.jspecify.annotations.Nullable;

/**
 * The frames that hold pages of host files, of all host file systems of one machine, and the clock
 * that decides which go first. Reading gives every page a frame; when they are half of RAM, or
 * somebody else needs frames, pages that were not used of late are forgotten: the host has them.
 *
 * <p>Owned by the kernel lock.
 */
public final class HostPageCache {
  /** Frames freed in one go when the limit is reached. */
  private static final int BATCH = 8 * Cluster.PAGES;

  private final PhysicalMemory ram;
  private final FrameAllocator allocator;
  private final long limit;
  private long frames;

  // Clusters in the order in which the clock's hand meets them.
  private @Nullable Cluster oldest;
  private @Nullable Cluster newest;
  private long clusters;

  public HostPageCache(PhysicalMemory ram, FrameAllocator allocator) {
    this.ram = ram;
    this.allocator = allocator;
    this.limit = ram.frames() / 2;
  }

  /** How many frames hold pages of host files: "Cached" of {@code /proc/meminfo}. */
  public long frames() {
    return frames;
  }

  /**
   * Forgets pages that nobody maps. Can be part of a {@link exo.mem.phys.Reclaimer}: it allocates
   * no frame and touches no page table.
   *
   * @return frames freed
   */
  public long reclaim(long wanted) {
    return sweep(Math.max(wanted, BATCH), false);
  }

  /**
   * Forgets pages even if they are mapped: the last resort before a task is killed for want of
   * memory. Changes page tables, so not to be called inside an allocation.
   *
   * @return frames freed
   */
  public long reclaimMapped(long wanted) {
    return sweep(wanted, true);
  }

  private long sweep(long wanted, boolean mapped) {
    long freed = 0;
    for (long steps = 2 * clusters; steps > 0 && freed < wanted; steps--) {
      Cluster c = oldest;
      if (c == null) {
        break;
      }
      if (c.busy == 0 && !c.referenced) {
        freed += c.owner.forget(c, mapped);
      }
      if (oldest == c) {
        c.referenced = false;
        unlink(c);
        link(c);
      }
    }
    return freed;
  }

  PhysicalMemory ram() {
    return ram;
  }

  FrameAllocator allocator() {
    return allocator;
  }

  /** A frame for a page, contents undefined; or {@link FrameAllocator#NONE}. */
  long allocate() {
    if (frames >= limit) {
      reclaim(1);
    }
    long frame = allocator.alloc();
    if (frame != FrameAllocator.NONE) {
      frames++;
    }
    return frame;
  }

  /** A page is given up; who else holds the frame keeps it. */
  boolean release(long frame) {
    frames--;
    return allocator.release(frame);
  }

  void added(Cluster c) {
    clusters++;
    link(c);
  }

  void removed(Cluster c) {
    clusters--;
    unlink(c);
  }

  private void link(Cluster c) {
    c.older = newest;
    c.newer = null;
    if (newest == null) {
      oldest = c;
    } else {
      newest.newer = c;
    }
    newest = c;
  }

  private void unlink(Cluster c) {
    Cluster before = c.older;
    Cluster after = c.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    c.older = null;
    c.newer = null;
  }
}
