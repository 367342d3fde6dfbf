package exo.kernel.mm;

import exo.mem.paging.Access;

/** Touches pages ahead of their use: MAP_POPULATE, mlock(2), madvise(2). */
final class Populate {
  private Populate() {}

  /** As mmap(2) does it: what fails is left for the guest's own touch to find. */
  static void quietly(AddressSpace space, long from, long to) {
    for (int i = space.areas.indexAbove(from);
        i < space.areas.size() && space.areas.get(i).start < to;
        i++) {
      Vma area = space.areas.get(i);
      if (area.has(VmaFlags.ACCESS) && !area.has(VmaFlags.LOCKED_ON_FAULT)) {
        range(space, area, Math.max(from, area.start), Math.min(to, area.end));
      }
    }
  }

  /**
   * Touches each page as the area allows: writes to private memory, so that later writes do not
   * fault.
   *
   * @return the outcome of the first that could not be had, or RESOLVED
   */
  static FaultOutcome range(AddressSpace space, Vma area, long from, long to) {
    boolean write = area.has(VmaFlags.WRITE) && !area.isShared();
    return range(space, from, to, write ? Access.WRITE : Access.READ);
  }

  static FaultOutcome range(AddressSpace space, long from, long to, int access) {
    for (long va = from; va < to; va += AddressSpace.PAGE_SIZE) {
      if (space.context.tables.translate(space.root, va, access | Access.USER) >= 0) {
        continue;
      }
      FaultOutcome outcome = FaultHandling.fault(space, va, access);
      if (outcome != FaultOutcome.RESOLVED) {
        return outcome;
      }
    }
    return FaultOutcome.RESOLVED;
  }
}
