package exo.mem.paging;

import exo.mem.phys.PhysicalMemory;

/**
 * The bits of a page table entry (Intel SDM volume 3, 4.5). Bits 9 to 11 and 52 to 58 are ignored
 * by the processor; the kernel keeps what it likes in the former.
 */
public final class Pte {
  /** Present. Without it the processor ignores every other bit. */
  public static final long P = 1;

  public static final long W = 1 << 1;
  public static final long U = 1 << 2;
  public static final long PWT = 1 << 3;
  public static final long PCD = 1 << 4;

  /** Accessed: set by the processor at every level of a walk. */
  public static final long A = 1 << 5;

  /** Dirty: set by the processor in the leaf when it writes. */
  public static final long D = 1 << 6;

  /** Page size: in an entry of level 2, a 2 MiB page. */
  public static final long PS = 1 << 7;

  public static final long G = 1 << 8;
  public static final long SOFT0 = 1 << 9;
  public static final long SOFT1 = 1 << 10;
  public static final long SOFT2 = 1 << 11;
  public static final long NX = 1L << 63;

  /** The physical address in an entry. */
  public static final long ADDRESS = 0x000f_ffff_ffff_f000L;

  /** What entries above the leaves carry: the leaf alone decides. */
  static final long TABLE = P | W | U;

  private Pte() {}

  public static long of(long frame, long flags) {
    return (frame << PhysicalMemory.FRAME_SHIFT) | flags;
  }

  public static long frame(long pte) {
    return (pte & ADDRESS) >>> PhysicalMemory.FRAME_SHIFT;
  }

  public static long address(long pte) {
    return pte & ADDRESS;
  }

  /** Everything but the address. */
  public static long flags(long pte) {
    return pte & ~ADDRESS;
  }

  public static boolean present(long pte) {
    return (pte & P) != 0;
  }

  public static boolean writable(long pte) {
    return (pte & W) != 0;
  }

  /**
   * A 2 MiB page; meaningful in an entry of level 2 and in what {@link PageTables#leaf} answers.
   */
  public static boolean large(long pte) {
    return (pte & PS) != 0;
  }
}
