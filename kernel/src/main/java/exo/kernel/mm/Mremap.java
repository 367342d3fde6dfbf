package exo.kernel.mm;

import static exo.kernel.abi.Mman.MREMAP_DONTUNMAP;
import static exo.kernel.abi.Mman.MREMAP_FIXED;
import static exo.kernel.abi.Mman.MREMAP_MAYMOVE;

import exo.kernel.abi.Errno;

/** Linux {@code mremap(2)}. */
public final class Mremap {
  private Mremap() {}

  /**
   * Resizes or moves a mapping; pages move with it and are not copied.
   *
   * @param va page-aligned
   * @param oldLen in bytes, rounded up to pages; 0 makes a second mapping of a shared one
   * @param newLen in bytes, rounded up to pages
   * @param flags MREMAP_*
   * @param newVa where to, with MREMAP_FIXED; a hint with MREMAP_DONTUNMAP
   * @return where it is now
   * @throws Errno EINVAL, EFAULT, ENOMEM, EAGAIN as mremap(2) lists them
   */
  public static long remap(
      AddressSpace space, long va, long oldLen, long newLen, int flags, long newVa) throws Errno {
    long old = AddressSpace.pageUp(oldLen);
    long size = AddressSpace.pageUp(newLen);
    boolean placed = (flags & (MREMAP_FIXED | MREMAP_DONTUNMAP)) != 0;
    check(space, va, old, size, flags, placed, newVa);
    Vma area = area(space, va);
    if (placed) {
      return size == old
          ? moveAll(space, va, va + old, flags, newVa)
          : moveTo(space, va, old, size, flags, newVa);
    }
    if (size == old) {
      return va;
    }
    if (Long.compareUnsigned(size, old) < 0) {
      Munmap.unmap(space, va + size, old - size);
      return va;
    }
    checkGrowth(space, area, va, old, size, false);
    if (old == area.end - va && growsInPlace(space, area, va + size)) {
      growInPlace(space, area, va + size);
      return va;
    }
    if ((flags & MREMAP_MAYMOVE) == 0) {
      throw Errno.ENOMEM;
    }
    checkAreaCount(space);
    long target = space.search.find(size);
    if (target == AreaSearch.NONE) {
      throw Errno.ENOMEM;
    }
    move(space, area, va, old, target, size, false);
    return target;
  }

  private static void check(
      AddressSpace space, long va, long old, long size, int flags, boolean placed, long newVa)
      throws Errno {
    long top = space.context.userTop;
    if ((flags & ~(MREMAP_FIXED | MREMAP_MAYMOVE | MREMAP_DONTUNMAP)) != 0
        || (va & AddressSpace.PAGE_MASK) != 0
        || size <= 0
        || size > top) {
      throw Errno.EINVAL;
    }
    if (!placed) {
      return;
    }
    if (Long.compareUnsigned(newVa, top - size) > 0
        || (newVa & AddressSpace.PAGE_MASK) != 0
        || (flags & MREMAP_MAYMOVE) == 0
        || ((flags & MREMAP_DONTUNMAP) != 0 && old != size)
        || (Long.compareUnsigned(va + old, newVa) > 0 && newVa + size > va)) {
      throw Errno.EINVAL;
    }
    checkAreaCount(space);
  }

  /** A move makes up to three areas more before it makes fewer. */
  private static void checkAreaCount(AddressSpace space) throws Errno {
    if (space.areas.size() >= Accounting.MAX_AREAS - 3) {
      throw Errno.ENOMEM;
    }
  }

  /** A range that keeps its length may be many areas, with holes between, which stay holes. */
  private static long moveAll(AddressSpace space, long va, long end, int flags, long newVa)
      throws Errno {
    long first = AreaSearch.NONE;
    long target = newVa;
    for (long at = va; at < end; ) {
      Vma area = space.areas.above(at);
      if (area == null || area.start >= end) {
        break;
      }
      long from = Math.max(at, area.start);
      long to = Math.min(area.end, end);
      long size = to - from;
      long moved = moveTo(space, from, size, size, flags, target + from - at);
      first = first == AreaSearch.NONE ? moved : first;
      target = moved + size;
      at = to;
    }
    return first;
  }

  private static long moveTo(
      AddressSpace space, long va, long oldLen, long size, int flags, long newVa) throws Errno {
    boolean fixed = (flags & MREMAP_FIXED) != 0;
    boolean keep = (flags & MREMAP_DONTUNMAP) != 0;
    boolean shrinks = Long.compareUnsigned(size, oldLen) < 0;
    long old = shrinks ? size : oldLen;
    checkGrowth(space, area(space, va), va, old, size, keep);
    if (fixed) {
      if (newVa < AddressSpace.LOWEST && !space.limits().mayMapLow()) {
        throw Errno.EPERM;
      }
      Munmap.range(space, newVa, newVa + size);
    }
    if (shrinks) {
      Munmap.unmap(space, va + size, oldLen - size);
    }
    long target = newVa;
    if (!fixed && (newVa < AddressSpace.LOWEST || !space.search.isFree(newVa, size))) {
      target = space.search.find(size);
      if (target == AreaSearch.NONE) {
        throw Errno.ENOMEM;
      }
    }
    move(space, area(space, va), va, old, target, size, keep);
    return target;
  }

  private static Vma area(AddressSpace space, long va) throws Errno {
    Vma area = va < 0 ? null : space.areas.at(va);
    if (area == null) {
      throw Errno.EFAULT;
    }
    return area;
  }

  private static void checkGrowth(
      AddressSpace space, Vma area, long va, long old, long size, boolean keep) throws Errno {
    if (old == 0 && !area.isShared()) {
      throw Errno.EINVAL;
    }
    if (keep && area.has(VmaFlags.DONT_EXPAND)) {
      throw Errno.EINVAL;
    }
    if (Long.compareUnsigned(old, area.end - va) > 0) {
      throw Errno.EFAULT;
    }
    if (keep) {
      checkRoom(space, area, size);
    } else if (Long.compareUnsigned(size, old) > 0) {
      long index = area.index(va);
      if (index + (size >>> AddressSpace.PAGE_SHIFT) < index) {
        throw Errno.EINVAL;
      }
      if (area.has(VmaFlags.DONT_EXPAND)) {
        throw Errno.EFAULT;
      }
      long more = (size - old) >>> AddressSpace.PAGE_SHIFT;
      if (area.has(VmaFlags.LOCKED) && !Accounting.mayLock(space, more)) {
        throw Errno.EAGAIN;
      }
      checkRoom(space, area, size - old);
    }
  }

  private static void checkRoom(AddressSpace space, Vma area, long more) throws Errno {
    long pages = more >>> AddressSpace.PAGE_SHIFT;
    if (!Accounting.mayMap(space, area.flags, pages)
        || (area.has(VmaFlags.ACCOUNTED) && !Accounting.mayCommit(space, pages))) {
      throw Errno.ENOMEM;
    }
  }

  private static boolean growsInPlace(AddressSpace space, Vma area, long end) {
    return end > area.start
        && end <= space.context.userTop
        && space.search.isFree(area.end, end - area.end);
  }

  private static void growInPlace(AddressSpace space, Vma area, long end) {
    long from = area.end;
    space.usage.areaAdded(area.flags, (end - from) >>> AddressSpace.PAGE_SHIFT);
    area.end = end;
    AreaEdit.join(space, area.start, end);
    populateLocked(space, area, from, end);
  }

  private static void move(
      AddressSpace space, Vma area, long va, long old, long target, long size, boolean keep)
      throws Errno {
    int flags = area.flags;
    // Memory that was never touched is as if it had been born at the new place.
    boolean reborn = area.source == null && !area.hasPrivatePages;
    long offset = reborn ? target >>> AddressSpace.PAGE_SHIFT : area.index(va);
    Vma moved = new Vma(space, target, target + size, flags, area.source, offset, area.name);
    moved.hasPrivatePages = area.hasPrivatePages;
    if (old != 0 && !new EntryMove(space, va, va + old, target).move()) {
      throw Errno.ENOMEM;
    }
    AreaEdit.add(space, moved);
    if (keep) {
      unlock(space, area(space, va));
    } else if (old != 0) {
      Munmap.range(space, va, va + old);
    }
    Vma now = space.areas.at(target);
    if (now != null) {
      populateLocked(space, now, target + old, target + size);
    }
  }

  /** As Linux: all of the area that the pages were taken from, not only their range. */
  private static void unlock(AddressSpace space, Vma area) throws Errno {
    int flags = area.flags & ~(VmaFlags.LOCKED | VmaFlags.LOCKED_ON_FAULT);
    if (flags != area.flags) {
      AreaEdit.changeFlags(space, area.start, area.end, flags);
    }
  }

  private static void populateLocked(AddressSpace space, Vma area, long from, long to) {
    if ((area.flags & (VmaFlags.LOCKED | VmaFlags.LOCKED_ON_FAULT)) == VmaFlags.LOCKED) {
      Populate.quietly(space, from, to);
    }
  }
}
