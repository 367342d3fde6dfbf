package exo.mem.paging;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import exo.mem.phys.PhysicalMemory.Backing;

/** A machine's memory for one test. */
final class Tables implements AutoCloseable {
  static final long USER = Pte.P | Pte.U;
  static final long USER_WRITE = USER | Pte.W;
  static final long LARGE = 2L << 20;

  final PhysicalMemory ram;
  final FrameAllocator frames;
  final PageTables tables;
  final long root;

  Tables(long bytes) {
    ram = PhysicalMemory.reserve(bytes, Backing.ANONYMOUS);
    frames = new FrameAllocator(ram);
    tables = new PageTables(ram, frames);
    root = tables.newRoot();
  }

  Tables() {
    this(32L << 20);
  }

  long used() {
    return frames.statistics().used();
  }

  @Override
  public void close() {
    ram.close();
  }
}
