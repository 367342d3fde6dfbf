package exo.kernel.mm;

import exo.mem.paging.Pte;

/** What the kernel keeps in the bits of a leaf entry that the processor ignores. */
final class PteBits {
  /** The frame is this space's own (or shared with its forks only), not the object's. */
  static final long PRIVATE = Pte.SOFT0;

  /** Filled by fault-around: nobody asked for the page as long as the accessed bit is clear. */
  static final long AROUND = Pte.SOFT1;

  /** The frame belongs to an object that {@link PageSource#isMemory}. */
  static final long MEMORY = Pte.SOFT2;

  private PteBits() {}

  /** Whether the page is there because somebody touched it. */
  static boolean isWanted(long entry) {
    return entry != 0 && (entry & (AROUND | Pte.A)) != AROUND;
  }

  /** What an entry that nobody asks for now inherits from the one before it, 0 for none. */
  static long touch(long before) {
    return isWanted(before) ? Pte.A : AROUND;
  }

  /** Flags of an entry that an area gives, without the right to write. */
  static long readOnly(int flags) {
    long bits = (flags & VmaFlags.ACCESS) == 0 ? Pte.U : Pte.P | Pte.U;
    return (flags & VmaFlags.EXEC) == 0 ? bits | Pte.NX : bits;
  }
}
