package exo.kernel.mm;

import exo.kernel.abi.Errno;

/** Linux {@code munmap(2)}. */
public final class Munmap {
  private Munmap() {}

  /**
   * Removes what is mapped in the range; nothing there is no error.
   *
   * @param va page-aligned
   * @param len in bytes, rounded up to pages
   * @throws Errno EINVAL for a range that is empty, unaligned or not in user space; ENOMEM when the
   *     cut would make too many areas
   */
  public static void unmap(AddressSpace space, long va, long len) throws Errno {
    long top = space.context.userTop;
    if ((va & AddressSpace.PAGE_MASK) != 0 || va < 0 || va > top || len <= 0 || len > top - va) {
      throw Errno.EINVAL;
    }
    range(space, va, va + AddressSpace.pageUp(len));
  }

  /** The same for a range that is known to be good. */
  static void range(AddressSpace space, long from, long to) throws Errno {
    if (space.areas.overlaps(from, to)) {
      AreaEdit.isolateToRemove(space, from, to);
      AreaEdit.removeAll(space, from, to);
    }
  }

  /** Empties the space. */
  static void everything(AddressSpace space) {
    AreaEdit.removeAll(space, 0, space.context.userTop);
  }
}
