package exo.kernel.mm;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.UserMemory;

/** Linux {@code mincore(2)}. */
public final class Mincore {
  private static final int CHUNK = 4096;

  private Mincore() {}

  /**
   * Writes a byte for each page: 1 when it can be had without I/O.
   *
   * @param va page-aligned
   * @param len in bytes, rounded up to pages
   * @param vector where the bytes go, in the same space
   * @throws Errno EINVAL, EFAULT, ENOMEM for a hole (the bytes before it are written)
   */
  public static void residency(AddressSpace space, long va, long len, long vector) throws Errno {
    if ((va & AddressSpace.PAGE_MASK) != 0) {
      throw Errno.EINVAL;
    }
    if (!UserMemory.inRange(va, len)) {
      throw Errno.ENOMEM;
    }
    long pages = AddressSpace.pageUp(len) >>> AddressSpace.PAGE_SHIFT;
    if (!UserMemory.inRange(vector, pages)) {
      throw Errno.EFAULT;
    }
    byte[] chunk = new byte[(int) Math.min(pages, CHUNK)];
    for (long done = 0; done < pages; ) {
      int known = look(space, va + (done << AddressSpace.PAGE_SHIFT), pages - done, chunk);
      if (known == 0) {
        throw Errno.ENOMEM;
      }
      space.memory().write(vector + done, chunk, 0, known);
      done += known;
    }
  }

  /** Looks at pages of one area; answers how many, 0 for a hole. */
  private static int look(AddressSpace space, long va, long pages, byte[] into) {
    Vma area = space.areas.at(va);
    if (area == null) {
      return 0;
    }
    long most = Math.min(pages, (area.end - va) >>> AddressSpace.PAGE_SHIFT);
    int count = (int) Math.min(most, into.length);
    for (int i = 0; i < count; i++) {
      long page = va + ((long) i << AddressSpace.PAGE_SHIFT);
      into[i] = (byte) (isResident(space, area, page) ? 1 : 0);
    }
    return count;
  }

  private static boolean isResident(AddressSpace space, Vma area, long page) {
    long entry = space.context.tables.leaf(space.root, page);
    PageSource source = area.source;
    if (entry == 0 && source != null) {
      long frame = source.pageIfPresent(area.index(page));
      if (frame >= 0) {
        space.context.frames.release(frame);
      }
      return frame >= 0;
    }
    return PteBits.isWanted(entry);
  }
}
