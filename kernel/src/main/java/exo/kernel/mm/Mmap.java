package exo.kernel.mm;

import static exo.kernel.abi.Mman.*;

import exo.kernel.abi.Errno;
import org.jspecify.annotations.Nullable;

/** Linux {@code mmap(2)}. */
public final class Mmap {
  /** Flags that Linux knew before MAP_SHARED_VALIDATE: no other may come with that type. */
  private static final int KNOWN_FLAGS =
      MAP_SHARED_VALIDATE
          | MAP_FIXED
          | MAP_ANONYMOUS
          | MAP_32BIT
          | MAP_GROWSDOWN
          | MAP_DENYWRITE
          | MAP_EXECUTABLE
          | MAP_LOCKED
          | MAP_NORESERVE
          | MAP_POPULATE
          | MAP_NONBLOCK
          | MAP_STACK
          | MAP_HUGETLB
          | MAP_HUGE_MASK << MAP_HUGE_SHIFT
          | MAP_FIXED_NOREPLACE;

  private Mmap() {}

  /**
   * Maps memory.
   *
   * @param hint where it is wanted, or must be with MAP_FIXED
   * @param len in bytes, rounded up to pages
   * @param prot PROT_*
   * @param flags MAP_*
   * @param file what to map, or null for anonymous memory
   * @param pageOffset first page of the object
   * @return the address
   * @throws Errno as mmap(2) lists them, and EPERM for PROT_EXEC on a noexec mount
   */
  public static long map(
      AddressSpace space,
      long hint,
      long len,
      int prot,
      int flags,
      @Nullable FileMapping file,
      long pageOffset)
      throws Errno {
    long size = size(space, len, flags, file, pageOffset);
    long va = place(space, hint, size, flags);
    if (file != null && pageOffset > file.mostPages() - (size >>> AddressSpace.PAGE_SHIFT)) {
      throw Errno.EOVERFLOW;
    }
    if ((flags & MAP_LOCKED) != 0 && !Mlock.mayLock(space)) {
      throw Errno.EPERM;
    }
    int areaFlags = areaFlags(space, prot, flags, file);
    boolean locked = (areaFlags & VmaFlags.LOCKED) != 0;
    if (locked && !Accounting.mayLock(space, size >>> AddressSpace.PAGE_SHIFT)) {
      throw Errno.EAGAIN;
    }
    boolean noReserve = (flags & MAP_NORESERVE) != 0;
    insert(space, area(space, va, size, areaFlags, noReserve, file, pageOffset), noReserve);
    if (locked || (flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE) {
      Populate.quietly(space, va, va + size);
    }
    return va;
  }

  /** The length in whole pages, when it and what goes with it make sense. */
  private static long size(
      AddressSpace space, long len, int flags, @Nullable FileMapping file, long pageOffset)
      throws Errno {
    if ((flags & MAP_HUGETLB) != 0) {
      throw noHugePages(flags, file);
    }
    if (len == 0) {
      throw Errno.EINVAL;
    }
    long size = AddressSpace.pageUp(len);
    // As unsigned numbers: longer than any address space, or wrapped to nothing by the rounding.
    if (size <= 0) {
      throw Errno.ENOMEM;
    }
    long end = pageOffset + (size >>> AddressSpace.PAGE_SHIFT);
    if (Long.compareUnsigned(end, pageOffset) < 0) {
      throw Errno.EOVERFLOW;
    }
    if (space.areas.size() > Accounting.MAX_AREAS) {
      throw Errno.ENOMEM;
    }
    return size;
  }

  /** As a machine that knows pages of 2 MiB and 1 GiB but has none set aside. */
  private static Errno noHugePages(int flags, @Nullable FileMapping file) {
    int shift = (flags >>> MAP_HUGE_SHIFT) & MAP_HUGE_MASK;
    boolean known = shift == 0 || shift == 21 || shift == 30;
    return file == null && known ? Errno.ENOMEM : Errno.EINVAL;
  }

  /** Where it goes; errors of addresses come before those of files. */
  private static long place(AddressSpace space, long hint, long size, int flags) throws Errno {
    long top = space.context.userTop;
    if (size > top) {
      throw Errno.ENOMEM;
    }
    if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0) {
      if (Long.compareUnsigned(hint, top - size) > 0) {
        throw Errno.ENOMEM;
      }
      if ((hint & AddressSpace.PAGE_MASK) != 0) {
        throw Errno.EINVAL;
      }
      if (hint < AddressSpace.LOWEST && !space.limits().mayMapLow()) {
        throw Errno.EPERM;
      }
      if ((flags & MAP_FIXED_NOREPLACE) != 0 && space.areas.overlaps(hint, hint + size)) {
        throw Errno.EEXIST;
      }
      return hint;
    }
    long found = search(space, hint & ~AddressSpace.PAGE_MASK, size, flags);
    if (found == AreaSearch.NONE) {
      throw Errno.ENOMEM;
    }
    return found;
  }

  private static long search(AddressSpace space, long hint, long size, int flags) {
    if ((flags & MAP_32BIT) != 0) {
      return space.search.findLow(size);
    }
    if (hint != 0) {
      long wanted = hint > 0 ? Math.max(hint, AddressSpace.LOWEST) : hint;
      boolean inReach = wanted > 0 && wanted <= space.context.userTop - size;
      if (inReach && space.search.isFree(wanted, size)) {
        return wanted;
      }
    }
    return space.search.find(size);
  }

  private static int areaFlags(AddressSpace space, int prot, int flags, @Nullable FileMapping file)
      throws Errno {
    int area =
        (prot & VmaFlags.ACCESS)
            | VmaFlags.MAY_READ
            | VmaFlags.MAY_WRITE
            | VmaFlags.MAY_EXEC
            | space.futureLock;
    if ((flags & MAP_GROWSDOWN) != 0) {
      area |= VmaFlags.GROWS_DOWN;
    }
    if ((flags & MAP_LOCKED) != 0) {
      area |= VmaFlags.LOCKED;
    }
    if ((flags & MAP_NORESERVE) != 0) {
      area |= VmaFlags.NO_RESERVE;
    }
    int type = flags & MAP_TYPE;
    if (file != null) {
      return fileFlags(area, type, flags, file);
    }
    if (type == MAP_SHARED && (area & VmaFlags.GROWS_DOWN) == 0) {
      return area | VmaFlags.SHARED;
    }
    if (type == MAP_PRIVATE) {
      return area;
    }
    throw Errno.EINVAL;
  }

  private static int fileFlags(int area, int type, int flags, FileMapping file) throws Errno {
    int result = area;
    switch (type) {
      case MAP_SHARED, MAP_SHARED_VALIDATE -> {
        if (type == MAP_SHARED_VALIDATE && (flags & ~KNOWN_FLAGS) != 0) {
          throw Errno.EOPNOTSUPP;
        }
        if ((area & VmaFlags.WRITE) != 0 && !file.mayWrite()) {
          throw Errno.EACCES;
        }
        result |= VmaFlags.SHARED;
        if (!file.mayWrite()) {
          result &= ~VmaFlags.MAY_WRITE;
        }
      }
      case MAP_PRIVATE -> {}
      default -> throw Errno.EINVAL;
    }
    if (!file.mayRead()) {
      throw Errno.EACCES;
    }
    if (!file.mayExecute()) {
      if ((area & VmaFlags.EXEC) != 0) {
        throw Errno.EPERM;
      }
      result &= ~VmaFlags.MAY_EXEC;
    }
    if (file.source() == null) {
      throw Errno.ENODEV;
    }
    if ((area & VmaFlags.GROWS_DOWN) != 0) {
      throw Errno.EINVAL;
    }
    return result;
  }

  private static Vma area(
      AddressSpace space,
      long va,
      long size,
      int flags,
      boolean noReserve,
      @Nullable FileMapping file,
      long pageOffset)
      throws Errno {
    long end = va + size;
    if (file != null && !(file.source() instanceof ZeroSource)) {
      return new Vma(space, va, end, flags, file.source(), pageOffset, file.name());
    }
    if ((flags & VmaFlags.SHARED) == 0) {
      return new Vma(space, va, end, flags, null, va >>> AddressSpace.PAGE_SHIFT, null);
    }
    long pages = size >>> AddressSpace.PAGE_SHIFT;
    if (!noReserve && !Accounting.mayCommit(space, pages)) {
      throw Errno.ENOMEM;
    }
    SharedAnonymous object = new SharedAnonymous(space.context, pages);
    return new Vma(space, va, end, flags, object, 0, object);
  }

  /** Checks limits, makes room and adds the area. */
  static void insert(AddressSpace space, Vma area, boolean noReserve) throws Errno {
    long replaced = pagesIn(space, area.start, area.end);
    if (!Accounting.mayMap(space, area.flags, area.pages() - replaced)) {
      throw Errno.ENOMEM;
    }
    boolean accounted =
        (area.flags & (VmaFlags.WRITE | VmaFlags.SHARED)) == VmaFlags.WRITE && !noReserve;
    if (accounted) {
      if (!Accounting.mayCommit(space, area.pages())) {
        throw Errno.ENOMEM;
      }
      area.flags |= VmaFlags.ACCOUNTED;
    }
    Munmap.range(space, area.start, area.end);
    AreaEdit.add(space, area);
  }

  /** How many pages of the range are in areas. */
  static long pagesIn(AddressSpace space, long from, long to) {
    long bytes = 0;
    for (int i = space.areas.indexAbove(from);
        i < space.areas.size() && space.areas.get(i).start < to;
        i++) {
      Vma area = space.areas.get(i);
      bytes += Math.min(area.end, to) - Math.max(area.start, from);
    }
    return bytes >>> AddressSpace.PAGE_SHIFT;
  }
}
