package exo.cpu.unicorn;

import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;

/**
 * A few pages of user space of the engine's own: the lower half of the kernel root, which no guest
 * runs on. The start-up check runs there, and code is forgotten through it, because the library
 * names translated code by virtual address only.
 */
final class OwnSpace {
  /** One page table's worth, away from address 0. */
  private static final long BASE = 0x4000_0000L;

  static final int PAGES = 512;
  private static final long END = BASE + PAGES * PhysicalMemory.FRAME_SIZE;

  private final PageTables tables;

  OwnSpace(PageTables tables) {
    this.tables = tables;
  }

  /** The root to run on. */
  long root() {
    return tables.kernelRoot();
  }

  static long va(int page) {
    return BASE + page * PhysicalMemory.FRAME_SIZE;
  }

  /** Maps for ring 3. Answers false when there is no frame for a table. */
  boolean map(int page, long frame, long flags) {
    return tables.map(root(), va(page), frame, Pte.P | Pte.U | flags);
  }

  void unmap(int page) {
    tables.unmap(root(), va(page));
  }

  void close() {
    tables.freeTables(root(), BASE, END);
  }
}
