package exo.kernel.mm;

import org.jspecify.annotations.Nullable;

/** Growth of a stack by a fault below it, with the gap that keeps it off its neighbour. */
final class StackGrowth {
  /** In bytes; Linux's stack_guard_gap. */
  static final long GUARD_GAP = 256L << AddressSpace.PAGE_SHIFT;

  private StackGrowth() {}

  /** Lets {@code area} begin at the page of {@code va}, if it may. */
  static boolean grow(AddressSpace space, Vma area, long va) {
    long start = va & ~AddressSpace.PAGE_MASK;
    if (!area.has(VmaFlags.GROWS_DOWN) || start < AddressSpace.LOWEST) {
      return false;
    }
    long more = (area.start - start) >>> AddressSpace.PAGE_SHIFT;
    if (more > area.pageOffset
        || tooClose(space, area, start)
        || area.end - start > space.limits().stack()
        || !Accounting.mayMap(space, area.flags, more)
        || (area.has(VmaFlags.LOCKED) && !Accounting.mayLock(space, more))
        || !Accounting.mayCommit(space, more)) {
      return false;
    }
    area.start = start;
    area.pageOffset -= more;
    space.usage.areaAdded(area.flags, more);
    return true;
  }

  private static boolean tooClose(AddressSpace space, Vma area, long start) {
    Vma below = below(space, area);
    return below != null
        && !below.has(VmaFlags.GROWS_DOWN)
        && below.has(VmaFlags.ACCESS)
        && start - below.end < GUARD_GAP;
  }

  private static @Nullable Vma below(AddressSpace space, Vma area) {
    int index = space.areas.indexOf(area);
    return index == 0 ? null : space.areas.get(index - 1);
  }
}
