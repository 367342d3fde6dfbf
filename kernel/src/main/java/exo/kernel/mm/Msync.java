package exo.kernel.mm;

import static exo.kernel.abi.Mman.MS_ASYNC;
import static exo.kernel.abi.Mman.MS_INVALIDATE;
import static exo.kernel.abi.Mman.MS_SYNC;

import exo.kernel.abi.Errno;

/** Linux {@code msync(2)}. */
public final class Msync {
  private Msync() {}

  /**
   * Writes shared file pages back.
   *
   * @param va page-aligned
   * @param len in bytes, rounded up to pages
   * @throws Errno EINVAL, EBUSY, ENOMEM for a hole (after all else is done), or what writing gave
   */
  public static void sync(AddressSpace space, long va, long len, int flags) throws Errno {
    if ((flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) != 0
        || (va & AddressSpace.PAGE_MASK) != 0
        || (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC)) {
      throw Errno.EINVAL;
    }
    long end = va + AddressSpace.pageUp(len);
    if (Long.compareUnsigned(end, va) < 0) {
      throw Errno.ENOMEM;
    }
    boolean hole = false;
    for (long at = va; at != end; ) {
      Vma area = at < 0 ? null : space.areas.above(at);
      if (area == null || (end > 0 && area.start >= end)) {
        throw Errno.ENOMEM;
      }
      hole |= area.start > at;
      long from = Math.max(at, area.start);
      long to = end < 0 ? area.end : Math.min(area.end, end);
      if ((flags & MS_INVALIDATE) != 0 && area.has(VmaFlags.LOCKED)) {
        throw Errno.EBUSY;
      }
      PageSource source = area.source;
      if ((flags & MS_SYNC) != 0 && source != null && area.isShared()) {
        Errno.check(source.sync(area.index(from), area.index(to)));
      }
      at = to;
    }
    if (hole) {
      throw Errno.ENOMEM;
    }
  }
}
