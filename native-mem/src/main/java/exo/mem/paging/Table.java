package exo.mem.paging;

import exo.mem.phys.PhysicalMemory;

/**
 * Where entries lie. Level 4 is the root (PML4), level 1 holds the 4 KiB leaves; entries of level 2
 * are tables or 2 MiB leaves.
 */
final class Table {
  static final int ROOT_LEVEL = 4;
  static final int ENTRY_SIZE = 8;
  static final long LARGE_SIZE = 2L << 20;

  /** First address that is not in the lower, the user's, half. */
  static final long LOWER_END = 1L << 47;

  /** Offset of the first entry of the upper half in a root. */
  static final long UPPER_HALF = PhysicalMemory.FRAME_SIZE / 2;

  private Table() {}

  /** log2 of the bytes that one entry of a level covers. */
  static int shift(int level) {
    return 3 + 9 * level;
  }

  /** Physical address of the entry for {@code va} in a table. */
  static long slot(long table, long va, int level) {
    return table | ((va >>> (shift(level) - 3)) & 0xff8);
  }

  /** A present entry that leads to another table. */
  static boolean isTable(long entry) {
    return (entry & (Pte.P | Pte.PS)) == Pte.P;
  }

  /** Bits 48 to 63 equal bit 47. */
  static boolean canonical(long va) {
    return (va << 16) >> 16 == va;
  }

  /** The address where the next entry of a level begins, or {@code to} if that comes first. */
  static long next(long va, long to, int level) {
    long span = 1L << shift(level);
    // Signed on purpose: the end of the upper half is 0, above all its (negative) addresses.
    return Math.min(to, (va & -span) + span);
  }

  static void checkRange(long from, long to) {
    boolean oneHalf = from >= 0 ? to <= LOWER_END : from >= -LOWER_END && to <= 0;
    if (from > to || !oneHalf || ((from | to) & (PhysicalMemory.FRAME_SIZE - 1)) != 0) {
      throw new IllegalArgumentException(
          "not a range of pages: " + Long.toHexString(from) + "-" + Long.toHexString(to));
    }
  }
}
