package exo.kernel.exec;

import static exo.kernel.abi.Mman.MAP_ANONYMOUS;
import static exo.kernel.abi.Mman.MAP_FIXED;
import static exo.kernel.abi.Mman.MAP_FIXED_NOREPLACE;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.abi.Mman.PROT_NONE;
import static exo.kernel.abi.Mman.PROT_READ;
import static exo.kernel.abi.Mman.PROT_WRITE;

import exo.kernel.abi.Errno;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;

/** Maps the segments of an image into an address space, and clears what the file does not fill. */
final class ElfMapper {
  private static final int PF_X = 1;
  private static final int PF_W = 2;
  private static final int PF_R = 4;
  private static final long PAGE = 4096;

  private ElfMapper() {}

  /**
   * Maps every segment.
   *
   * @param base where a position-independent image is to begin, or 0 for any place; ignored for one
   *     with addresses of its own
   * @return what to add to the image's addresses
   */
  static long map(AddressSpace space, FileMapping file, ElfImage image, long base) throws Errno {
    long bias = 0;
    if (image.positionIndependent()) {
      bias = reserve(space, image, base) - image.firstAddress();
    }
    for (ElfImage.Segment s : image.segments()) {
      segment(space, file, s, bias, image.positionIndependent());
    }
    return bias;
  }

  /** Finds room for the whole image at once, so that its parts keep their distances. */
  private static long reserve(AddressSpace space, ElfImage image, long base) throws Errno {
    long span = pageUp(image.endAddress()) - image.firstAddress();
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | (base == 0 ? 0 : MAP_FIXED_NOREPLACE);
    long start = Mmap.map(space, base, span, PROT_NONE, flags, null, 0);
    Munmap.unmap(space, start, span);
    return start;
  }

  private static void segment(
      AddressSpace space, FileMapping file, ElfImage.Segment s, long bias, boolean placed)
      throws Errno {
    int prot =
        ((s.flags() & PF_R) != 0 ? PROT_READ : 0)
            | ((s.flags() & PF_W) != 0 ? PROT_WRITE : 0)
            | ((s.flags() & PF_X) != 0 ? PROT_EXEC : 0);
    long start = s.pageStart() + bias;
    long inPage = s.address() - s.pageStart();
    long fileEnd = s.fileEnd() + bias;
    int fixed = placed ? MAP_FIXED : MAP_FIXED_NOREPLACE;
    if (s.fileSize() > 0) {
      Mmap.map(
          space,
          start,
          s.fileSize() + inPage,
          prot,
          MAP_PRIVATE | fixed,
          file,
          (s.offset() - inPage) / PAGE);
    }
    long mapped = s.fileSize() > 0 ? pageUp(fileEnd) : start;
    long end = pageUp(s.end() + bias);
    if (s.memorySize() > s.fileSize()) {
      clearTail(space, s, fileEnd);
    }
    if (end > mapped) {
      Mmap.map(space, mapped, end - mapped, prot, MAP_PRIVATE | MAP_ANONYMOUS | fixed, null, 0);
    }
  }

  /**
   * The rest of the last file page belongs to the bss. A read-only segment keeps it, as on Linux.
   */
  private static void clearTail(AddressSpace space, ElfImage.Segment s, long from) throws Errno {
    long inPage = from & (PAGE - 1);
    if (s.fileSize() == 0 || inPage == 0) {
      return;
    }
    long len = PAGE - inPage;
    if (space.memory().zero(from, len) != len && (s.flags() & PF_W) != 0) {
      throw Errno.EFAULT;
    }
  }

  static long pageUp(long va) {
    return (va + PAGE - 1) & -PAGE;
  }
}
