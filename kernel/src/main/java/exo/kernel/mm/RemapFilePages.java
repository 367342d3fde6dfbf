package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_FIXED;
import static exo.kernel.abi.Mman.MAP_LOCKED;
import static exo.kernel.abi.Mman.MAP_NONBLOCK;
import static exo.kernel.abi.Mman.MAP_POPULATE;
import static exo.kernel.abi.Mman.MAP_SHARED;

import exo.kernel.abi.Errno;

/** Linux {@code remap_file_pages(2)}, which has long been a mapping in the place of another. */
public final class RemapFilePages {
  private RemapFilePages() {}

  /**
   * Maps other pages of the object that is mapped there.
   *
   * @param va any; the page of it counts
   * @param len in bytes, rounded down to pages
   * @param prot 0
   * @param pageOffset first page of the object
   * @throws Errno EINVAL for a range that is not all of one shared object, and what mmap(2) gives
   */
  public static void remap(
      AddressSpace space, long va, long len, long prot, long pageOffset, long flags) throws Errno {
    long start = va & ~AddressSpace.PAGE_MASK;
    long size = len & ~AddressSpace.PAGE_MASK;
    long end = start + size;
    if (prot != 0
        || start < 0
        || end <= start
        || Long.compareUnsigned(pageOffset + (size >>> AddressSpace.PAGE_SHIFT), pageOffset) < 0) {
      throw Errno.EINVAL;
    }
    Vma area = space.areas.at(start);
    if (area == null || !area.isShared() || !isOneObject(space, area, end)) {
      throw Errno.EINVAL;
    }
    MappedName name = area.name;
    if (area.source == null || name == null) {
      throw Errno.EINVAL;
    }
    int mapping = MAP_SHARED | MAP_FIXED | MAP_POPULATE | ((int) flags & MAP_NONBLOCK);
    mapping |= area.has(VmaFlags.LOCKED) ? MAP_LOCKED : 0;
    FileMapping file =
        new FileMapping(area.source, name, true, area.mayWrite(), area.has(VmaFlags.MAY_EXEC))
            .endless();
    Mmap.map(space, start, size, area.flags & VmaFlags.ACCESS, mapping, file, pageOffset);
  }

  private static boolean isOneObject(AddressSpace space, Vma first, long end) {
    Vma area = first;
    while (area.end < end) {
      Vma next = space.areas.at(area.end);
      if (next == null || next.source != first.source || next.flags != first.flags) {
        return false;
      }
      area = next;
    }
    return true;
  }
}
