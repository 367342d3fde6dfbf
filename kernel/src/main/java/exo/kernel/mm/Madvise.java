package exo.kernel.mm;

import static exo.kernel.abi.Mman.*;

import exo.kernel.abi.Errno;
import exo.mem.paging.Access;
import org.jspecify.annotations.Nullable;

/**
 * Linux {@code madvise(2)}. Nothing is ever swapped and there are no huge pages, so advice about
 * them is taken and forgotten, with Linux's errors. MADV_FREE frees at once, as Linux may.
 */
public final class Madvise {
  private Madvise() {}

  /**
   * Gives advice about a range. What was done before an error stays done.
   *
   * @param va page-aligned
   * @param len in bytes, rounded up to pages
   * @param advice MADV_*
   * @throws Errno EINVAL, ENOMEM for a hole (after all else is done), EACCES, EFAULT, EOPNOTSUPP as
   *     madvise(2) lists them
   */
  public static void advise(AddressSpace space, long va, long len, int advice) throws Errno {
    long size = AddressSpace.pageUp(len);
    long end = va + size;
    if (!isKnown(advice)
        || (va & AddressSpace.PAGE_MASK) != 0
        || (len != 0 && size == 0)
        || Long.compareUnsigned(end, va) < 0) {
      throw Errno.EINVAL;
    }
    boolean populate = advice == MADV_POPULATE_READ || advice == MADV_POPULATE_WRITE;
    boolean hole = false;
    for (long at = va; at != end; ) {
      Vma area = at < 0 ? null : space.areas.above(at);
      if (area == null || (end > 0 && area.start >= end) || (populate && area.start > at)) {
        throw Errno.ENOMEM;
      }
      hole |= area.start > at;
      long from = Math.max(at, area.start);
      long to = end < 0 ? area.end : Math.min(area.end, end);
      apply(space, area, from, to, advice);
      at = to;
    }
    if (hole) {
      throw Errno.ENOMEM;
    }
  }

  private static boolean isKnown(int advice) {
    return (advice >= MADV_NORMAL && advice <= MADV_DONTNEED)
        || (advice >= MADV_FREE && advice <= MADV_COLLAPSE);
  }

  private static void apply(AddressSpace space, Vma area, long from, long to, int advice)
      throws Errno {
    switch (advice) {
      case MADV_DONTNEED -> {
        check(!area.has(VmaFlags.LOCKED));
        space.context.zapper.zap(space, from, to);
      }
      case MADV_DONTNEED_LOCKED -> space.context.zapper.zap(space, from, to);
      case MADV_FREE -> {
        check(area.source == null && !area.has(VmaFlags.LOCKED));
        space.context.zapper.zap(space, from, to);
      }
      case MADV_REMOVE -> remove(area, area.source, from, to);
      case MADV_COLD, MADV_PAGEOUT -> check(!area.has(VmaFlags.LOCKED));
      case MADV_COLLAPSE -> throw Errno.EINVAL;
      case MADV_POPULATE_READ -> populate(space, area, from, to, Access.READ);
      case MADV_POPULATE_WRITE -> populate(space, area, from, to, Access.WRITE);
      case MADV_WIPEONFORK -> {
        check(area.source == null);
        change(space, area, from, to, VmaFlags.WIPE_ON_FORK, 0);
      }
      case MADV_KEEPONFORK -> change(space, area, from, to, 0, VmaFlags.WIPE_ON_FORK);
      case MADV_DONTFORK -> change(space, area, from, to, VmaFlags.DONT_FORK, 0);
      case MADV_DOFORK -> change(space, area, from, to, 0, VmaFlags.DONT_FORK);
      case MADV_DONTDUMP -> change(space, area, from, to, VmaFlags.DONT_DUMP, 0);
      case MADV_DODUMP -> change(space, area, from, to, 0, VmaFlags.DONT_DUMP);
      case MADV_HUGEPAGE -> change(space, area, from, to, VmaFlags.HUGE, VmaFlags.NO_HUGE);
      case MADV_NOHUGEPAGE -> change(space, area, from, to, VmaFlags.NO_HUGE, VmaFlags.HUGE);
      case MADV_NORMAL -> change(space, area, from, to, 0, VmaFlags.RANDOM | VmaFlags.SEQUENTIAL);
      case MADV_RANDOM -> change(space, area, from, to, VmaFlags.RANDOM, VmaFlags.SEQUENTIAL);
      case MADV_SEQUENTIAL -> change(space, area, from, to, VmaFlags.SEQUENTIAL, VmaFlags.RANDOM);
      default -> {
        // WILLNEED: pages come when touched. MERGEABLE: equal pages are not looked for.
      }
    }
  }

  private static void check(boolean good) throws Errno {
    if (!good) {
      throw Errno.EINVAL;
    }
  }

  private static void remove(Vma area, @Nullable PageSource source, long from, long to)
      throws Errno {
    if (area.has(VmaFlags.LOCKED) || source == null) {
      throw Errno.EINVAL;
    }
    if (!area.isShared() || !area.mayWrite()) {
      throw Errno.EACCES;
    }
    Errno.check(source.punchHole(area.index(from), area.index(to)));
  }

  private static void populate(AddressSpace space, Vma area, long from, long to, int access)
      throws Errno {
    check(area.has(access == Access.WRITE ? VmaFlags.WRITE : VmaFlags.READ));
    switch (Populate.range(space, from, to, access)) {
      case RESOLVED -> {}
      case OUT_OF_MEMORY -> throw Errno.ENOMEM;
      case NO_PAGE -> throw Errno.EFAULT;
      case NO_RIGHT, NOT_MAPPED -> throw Errno.EINVAL;
    }
  }

  private static void change(AddressSpace space, Vma area, long from, long to, int set, int clear)
      throws Errno {
    int flags = (area.flags & ~clear) | set;
    if (flags != area.flags) {
      AreaEdit.changeFlags(space, from, to, flags);
    }
  }
}
