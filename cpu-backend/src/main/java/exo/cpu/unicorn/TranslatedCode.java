package exo.cpu.unicorn;

import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * Makes the engine forget what it translated from physical pages.
 *
 * <p>The library drops translations by virtual address, looked up as an instruction fetch on the
 * current root: nothing happens when the page cannot be executed there, or no longer is mapped. So
 * the frame is mapped in the engine's own space for the moment. Behind its first page the library
 * counts on in physical addresses, so a run of frames needs one mapping only.
 */
final class TranslatedCode {
  /**
   * Where more is to be forgotten than this, everything is: looking at each page would take longer.
   */
  private static final long MANY = 1 << 10;

  private final Engine engine;
  private final OwnSpace space;
  private final PageTables tables;

  TranslatedCode(Engine engine, OwnSpace space, PageTables tables) {
    this.engine = engine;
    this.space = space;
    this.tables = tables;
  }

  /** Forgets a run of frames. Leaves the engine on its own root. */
  void forget(long frame, long count) {
    if (count > MANY || !space.map(0, frame, 0)) {
      engine.removeAllTranslations();
      return;
    }
    engine.setRoot(space.root());
    engine.removeTranslations(OwnSpace.va(0), count << PhysicalMemory.FRAME_SHIFT);
    space.unmap(0);
  }

  /**
   * Forgets what is mapped in a range; pages that are not mapped are skipped. Leaves the engine on
   * its own root.
   */
  void forget(long root, long va, long length) {
    long first = va >> PhysicalMemory.FRAME_SHIFT;
    long pages = ((va + length - 1) >> PhysicalMemory.FRAME_SHIFT) - first + 1;
    if (pages > MANY || length > MANY * PhysicalMemory.FRAME_SIZE) {
      engine.removeAllTranslations();
      return;
    }
    long run = FrameAllocator.NONE;
    long runLength = 0;
    for (long page = first; page < first + pages; page++) {
      long pa = tables.translate(root, page << PhysicalMemory.FRAME_SHIFT);
      long frame = pa < 0 ? FrameAllocator.NONE : pa >>> PhysicalMemory.FRAME_SHIFT;
      if (run != FrameAllocator.NONE && frame == run + runLength) {
        runLength++;
        continue;
      }
      if (run != FrameAllocator.NONE) {
        forget(run, runLength);
      }
      run = frame;
      runLength = 1;
    }
    if (run != FrameAllocator.NONE) {
      forget(run, runLength);
    }
  }
}
