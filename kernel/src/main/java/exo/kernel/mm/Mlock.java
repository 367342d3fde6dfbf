package exo.kernel.mm;

import static exo.kernel.abi.Mman.MCL_CURRENT;
import static exo.kernel.abi.Mman.MCL_FUTURE;
import static exo.kernel.abi.Mman.MCL_ONFAULT;

import exo.kernel.abi.Errno;

/**
 * Linux {@code mlock(2)} and its relatives. Nothing is ever swapped, so locking is to touch the
 * pages and to keep count.
 */
public final class Mlock {
  private static final int BOTH = VmaFlags.LOCKED | VmaFlags.LOCKED_ON_FAULT;

  private Mlock() {}

  /**
   * Locks the pages that the range touches.
   *
   * @param onFault leave untouched pages for their first touch
   * @throws Errno EPERM, ENOMEM for the limit, a hole or a page without rights, EINVAL, EAGAIN
   */
  public static void lock(AddressSpace space, long va, long len, boolean onFault) throws Errno {
    checkMayLock(space);
    long from = va & ~AddressSpace.PAGE_MASK;
    long size = AddressSpace.pageUp(len + (va & AddressSpace.PAGE_MASK));
    if (!space.limits().mayLockAny()) {
      long already = size > 0 && from >= 0 ? lockedIn(space, from, from + size) : 0;
      if (size < 0 || !Accounting.mayLock(space, (size >>> AddressSpace.PAGE_SHIFT) - already)) {
        throw Errno.ENOMEM;
      }
    }
    change(space, from, size, onFault ? BOTH : VmaFlags.LOCKED);
    if (!onFault && size != 0) {
      populate(space, from, from + size);
    }
  }

  /** Linux {@code munlock(2)}. */
  public static void unlock(AddressSpace space, long va, long len) throws Errno {
    long from = va & ~AddressSpace.PAGE_MASK;
    change(space, from, AddressSpace.pageUp(len + (va & AddressSpace.PAGE_MASK)), 0);
  }

  /**
   * Linux {@code mlockall(2)}.
   *
   * @param flags MCL_*
   */
  public static void lockAll(AddressSpace space, int flags) throws Errno {
    if (flags == 0
        || flags == MCL_ONFAULT
        || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) != 0) {
      throw Errno.EINVAL;
    }
    checkMayLock(space);
    MemoryLimits limits = space.limits();
    if ((flags & MCL_CURRENT) != 0
        && !limits.mayLockAny()
        && space.usage.mapped > limits.locked() >>> AddressSpace.PAGE_SHIFT) {
      throw Errno.ENOMEM;
    }
    int lock = (flags & MCL_ONFAULT) != 0 ? BOTH : VmaFlags.LOCKED;
    space.futureLock = (flags & MCL_FUTURE) != 0 ? lock : 0;
    if ((flags & MCL_CURRENT) != 0) {
      changeAll(space, lock);
      if (lock == VmaFlags.LOCKED) {
        Populate.quietly(space, 0, space.context.userTop);
      }
    }
  }

  /** Linux {@code munlockall(2)}. */
  public static void unlockAll(AddressSpace space) throws Errno {
    space.futureLock = 0;
    changeAll(space, 0);
  }

  private static void checkMayLock(AddressSpace space) throws Errno {
    if (!mayLock(space)) {
      throw Errno.EPERM;
    }
  }

  /** Whether the process may lock anything at all. */
  static boolean mayLock(AddressSpace space) {
    return space.limits().mayLockAny() || space.limits().locked() != 0;
  }

  private static long lockedIn(AddressSpace space, long from, long to) {
    long bytes = 0;
    for (int i = space.areas.indexAbove(from);
        i < space.areas.size() && space.areas.get(i).start < to;
        i++) {
      Vma area = space.areas.get(i);
      if (area.has(VmaFlags.LOCKED)) {
        bytes += Math.min(area.end, to) - Math.max(area.start, from);
      }
    }
    return bytes >>> AddressSpace.PAGE_SHIFT;
  }

  private static void change(AddressSpace space, long from, long size, int lock) throws Errno {
    long end = from + size;
    if (Long.compareUnsigned(end, from) < 0) {
      throw Errno.EINVAL;
    }
    for (long at = from; at != end; ) {
      Vma area = at < 0 ? null : space.areas.at(at);
      if (area == null) {
        throw Errno.ENOMEM;
      }
      long to = end < 0 ? area.end : Math.min(area.end, end);
      change(space, area, at, to, lock);
      at = to;
    }
  }

  private static void change(AddressSpace space, Vma area, long from, long to, int lock)
      throws Errno {
    int flags = (area.flags & ~BOTH) | lock;
    if (flags != area.flags) {
      AreaEdit.changeFlags(space, from, to, flags);
    }
  }

  /** Cuts nothing, as the areas are taken whole. */
  private static void changeAll(AddressSpace space, int lock) throws Errno {
    for (long at = 0; ; ) {
      Vma area = space.areas.above(at);
      if (area == null) {
        return;
      }
      at = area.end;
      change(space, area, area.start, area.end, lock);
    }
  }

  private static void populate(AddressSpace space, long from, long to) throws Errno {
    for (long at = from; at != to; ) {
      Vma area = space.areas.at(at);
      if (area == null) {
        throw Errno.ENOMEM;
      }
      long end = Math.min(area.end, to);
      switch (Populate.range(space, area, at, end)) {
        case RESOLVED -> {}
        case OUT_OF_MEMORY -> throw Errno.EAGAIN;
        default -> throw Errno.ENOMEM;
      }
      at = end;
    }
  }
}
