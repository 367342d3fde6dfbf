package exo.kernel.mm;

import exo.kernel.abi.Errno;

/** Linux {@code brk(2)}. */
public final class Brk {
  private Brk() {}

  /**
   * Moves the end of the heap.
   *
   * @param wanted the new program break, any alignment
   * @return the break then: the old one where the wanted one may not be had
   */
  public static long set(AddressSpace space, long wanted) {
    ProgramLayout layout = space.layout();
    if (Long.compareUnsigned(wanted, layout.brkStart) < 0
        || Long.compareUnsigned(wanted, space.context.userTop) > 0
        || wanted - layout.brkStart + (layout.dataEnd - layout.dataStart) > space.limits().data()) {
      return layout.brk;
    }
    long from = AddressSpace.pageUp(layout.brk);
    long to = AddressSpace.pageUp(wanted);
    try {
      if (to < from) {
        Munmap.range(space, to, from);
      } else if (to > from && !grow(space, from, to)) {
        return layout.brk;
      }
    } catch (Errno tooManyAreas) {
      return layout.brk;
    }
    layout.brk = wanted;
    return wanted;
  }

  private static boolean grow(AddressSpace space, long from, long to) {
    long pages = (to - from) >>> AddressSpace.PAGE_SHIFT;
    int flags =
        VmaFlags.READ
            | VmaFlags.WRITE
            | VmaFlags.MAY_READ
            | VmaFlags.MAY_WRITE
            | VmaFlags.MAY_EXEC
            | VmaFlags.ACCOUNTED
            | space.futureLock;
    // One page more, so that whatever comes next does not touch the heap.
    if (to > space.context.userTop - AddressSpace.PAGE_SIZE
        || !space.search.isFree(from, to - from + AddressSpace.PAGE_SIZE)
        || !Accounting.mayMap(space, flags, pages)
        || !Accounting.mayCommit(space, pages)
        || space.areas.size() > Accounting.MAX_AREAS
        || (space.futureLock != 0 && !Accounting.mayLock(space, pages))) {
      return false;
    }
    AreaEdit.add(
        space, new Vma(space, from, to, flags, null, from >>> AddressSpace.PAGE_SHIFT, null));
    if ((flags & VmaFlags.LOCKED) != 0) {
      Populate.quietly(space, from, to);
    }
    return true;
  }
}
