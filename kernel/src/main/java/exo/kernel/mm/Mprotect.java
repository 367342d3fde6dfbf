package exo.kernel.mm;

import static exo.kernel.abi.Mman.PROT_GROWSDOWN;
import static exo.kernel.abi.Mman.PROT_GROWSUP;
import static exo.kernel.abi.Mman.PROT_SEM;

import exo.kernel.abi.Errno;
import org.jspecify.annotations.Nullable;

/** Linux {@code mprotect(2)}. */
public final class Mprotect {
  private Mprotect() {}

  /**
   * Changes the rights of a range. What was changed before an error stays changed.
   *
   * @param va page-aligned
   * @param len in bytes, rounded up to pages
   * @param prot PROT_*
   * @throws Errno EINVAL, ENOMEM for a hole or a limit, EACCES where the area may not have a right
   */
  public static void protect(AddressSpace space, long va, long len, int prot) throws Errno {
    int growth = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
    if (growth == (PROT_GROWSDOWN | PROT_GROWSUP) || (va & AddressSpace.PAGE_MASK) != 0) {
      throw Errno.EINVAL;
    }
    if (len == 0) {
      return;
    }
    long end = va + AddressSpace.pageUp(len);
    if (Long.compareUnsigned(end, va) <= 0) {
      throw Errno.ENOMEM;
    }
    int rights = prot & ~growth;
    if ((rights & ~(VmaFlags.ACCESS | PROT_SEM)) != 0) {
      throw Errno.EINVAL;
    }
    if (va < 0) {
      throw Errno.ENOMEM;
    }
    long start = start(space.areas.above(va), va, end, growth);
    range(space, start, end, rights & VmaFlags.ACCESS);
  }

  private static long start(@Nullable Vma first, long va, long end, int growth) throws Errno {
    if (first == null || (growth == 0 && first.start > va)) {
      throw Errno.ENOMEM;
    }
    if (growth == PROT_GROWSDOWN) {
      if (Long.compareUnsigned(first.start, end) >= 0) {
        throw Errno.ENOMEM;
      }
      if (!first.has(VmaFlags.GROWS_DOWN)) {
        throw Errno.EINVAL;
      }
      return first.start;
    }
    if (growth == PROT_GROWSUP) {
      // Only stacks of other architectures grow up.
      throw first.start > va ? Errno.ENOMEM : Errno.EINVAL;
    }
    return va;
  }

  private static void range(AddressSpace space, long start, long end, int rights) throws Errno {
    long at = start;
    while (Long.compareUnsigned(at, end) < 0) {
      Vma area = space.areas.at(at);
      if (area == null) {
        throw Errno.ENOMEM;
      }
      int flags = (area.flags & ~VmaFlags.ACCESS) | rights;
      if (VmaFlags.exceed(flags)) {
        throw Errno.EACCES;
      }
      long to = end < 0 ? area.end : Math.min(area.end, end);
      if (flags != area.flags) {
        change(space, area, at, to, flags);
      }
      at = to;
    }
  }

  private static void change(AddressSpace space, Vma area, long from, long to, int rights)
      throws Errno {
    int flags = rights;
    int old = area.flags;
    long pages = (to - from) >>> AddressSpace.PAGE_SHIFT;
    if (MemoryUsage.isData(flags)
        && !MemoryUsage.isData(old)
        && !Accounting.mayHaveData(space, pages)) {
      throw Errno.ENOMEM;
    }
    int uncounted = VmaFlags.ACCOUNTED | VmaFlags.WRITE | VmaFlags.SHARED | VmaFlags.NO_RESERVE;
    if ((flags & VmaFlags.WRITE) != 0 && (old & uncounted) == 0) {
      if (!Accounting.mayCommit(space, pages)) {
        throw Errno.ENOMEM;
      }
      flags |= VmaFlags.ACCOUNTED;
    }
    if ((flags & VmaFlags.WRITE) == 0 && area.source == null && !area.hasPrivatePages) {
      flags &= ~VmaFlags.ACCOUNTED;
    }
    AreaEdit.changeFlags(space, from, to, flags);
    Vma changed = space.areas.at(from);
    if (changed != null) {
      space.context.protector.apply(space, changed, from, to);
    }
    boolean wasReadOnly =
        (old & (VmaFlags.WRITE | VmaFlags.SHARED | VmaFlags.LOCKED)) == VmaFlags.LOCKED;
    if (wasReadOnly && (flags & VmaFlags.WRITE) != 0) {
      Populate.quietly(space, from, to);
    }
  }
}
