package exo.cpu.host;

import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;

/**
 * The processor's walk for one address: the last entry, where it lies, and what all levels together
 * permit to ring 3. One object, reused.
 */
final class Leaf {
  private static final long LARGE = 2L << 20;
  private static final int LEVELS = 4;

  private final PhysicalMemory ram;

  /** Physical address of the entry where the walk ended. */
  private long at;

  private long entry;

  /** Level of that entry: 1 for a 4 KiB page, 2 for 2 MiB. */
  private int level;

  private boolean present;
  private boolean user;
  private boolean writable;
  private boolean executable;

  Leaf(PhysicalMemory ram) {
    this.ram = ram;
  }

  /** Looks an address up. Answers this. */
  Leaf walk(long root, long va) {
    present = false;
    user = true;
    writable = true;
    executable = true;
    long table = root & Pte.ADDRESS;
    if (va << 16 >> 16 != va) {
      return this;
    }
    for (level = LEVELS; level > 0; level--) {
      at = table | ((va >>> (9 * level)) & 0xff8);
      entry = at < ram.size() ? ram.getLong(at) : 0;
      if ((entry & Pte.P) == 0) {
        return this;
      }
      user &= (entry & Pte.U) != 0;
      writable &= (entry & Pte.W) != 0;
      executable &= (entry & Pte.NX) == 0;
      if (level == 1 || (entry & Pte.PS) != 0) {
        present = true;
        return this;
      }
      table = entry & Pte.ADDRESS;
    }
    return this;
  }

  /** Whether there is a page at all. */
  boolean present() {
    return present;
  }

  /** Whether ring 3 may read it. */
  boolean readable() {
    return present && user;
  }

  boolean writable() {
    return present && user && writable;
  }

  boolean executable() {
    return present && user && executable;
  }

  boolean dirty() {
    return (entry & Pte.D) != 0;
  }

  boolean large() {
    return level == 2;
  }

  /** Where the entry lies in RAM. */
  long at() {
    return at;
  }

  long entry() {
    return entry;
  }

  /** Bytes that the entry covers. */
  long size() {
    return large() ? LARGE : PhysicalMemory.FRAME_SIZE;
  }

  /** The physical address of the page. */
  long address() {
    return entry & Pte.ADDRESS & -size();
  }

  /** Whether all of the page is RAM. */
  boolean inRam() {
    return address() + size() <= ram.size();
  }

  /**
   * Sets bits of the entry, as the processor sets A and D: not in an entry that is not any more.
   *
   * @return whether the entry is still the one that the walk found, but for such bits
   */
  boolean mark(long bits) {
    while ((entry & bits) != bits) {
      if (ram.compareAndSetLong(at, entry, entry | bits)) {
        entry |= bits;
        return true;
      }
      long now = ram.getLong(at);
      if (((now ^ entry) & ~(Pte.A | Pte.D)) != 0) {
        return false;
      }
      entry = now;
    }
    return true;
  }

  /** The physical address of a byte that ring 3 may read, or -1. */
  long translate(long root, long va) {
    return walk(root, va).readable() && inRam() ? address() | (va & (size() - 1)) : -1;
  }
}
