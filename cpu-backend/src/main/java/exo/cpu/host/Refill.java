package exo.cpu.host;

import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;

/**
 * Maps again what a child has lost, or never had because its space is a fork: the pages that were
 * touched, since those will be touched again. One mapping costs a tenth of a fault.
 */
final class Refill {
  /** What falls out of use meanwhile costs too, so this is where it ends. */
  private static final int MOST = 48;

  private static final int ROOT_LEVEL = 4;
  private static final int ENTRIES = 512;
  private static final long TOUCHED = Pte.P | Pte.U | Pte.A;
  private static final long DIRTY = Pte.W | Pte.D;

  /** What a table must allow; others are left to the walk of a fault. */
  private static final long TABLE = Pte.U | Pte.W;

  private final PhysicalMemory ram;

  // The run that is being collected.
  private long start;
  private long end;
  private long pa;
  private int protection;
  private int runs;

  Refill(PhysicalMemory ram) {
    this.ram = ram;
  }

  /**
   * Puts commands on the space's board, as many as fit.
   *
   * @return how many
   */
  int map(Space space, long from, long to) {
    runs = 0;
    start = 0;
    end = 0;
    visit(space, space.root & Pte.ADDRESS, ROOT_LEVEL, 0, from, to);
    flush(space);
    return runs;
  }

  private boolean isFull(Space space) {
    return runs >= MOST || space.child.isFull();
  }

  /** The part of a table that covers the range; {@code base} is the first address of the table. */
  private void visit(Space space, long table, int level, long base, long from, long to) {
    int shift = 3 + 9 * level;
    long span = 1L << shift;
    int first = from <= base ? 0 : (int) ((from - base) >>> shift);
    for (int i = first; i < ENTRIES && !isFull(space); i++) {
      long va = base + i * span;
      if (va >= to || va >= Stub.USER_TOP) {
        return;
      }
      long entry = ram.getLong(table + (long) i * Long.BYTES);
      if ((entry & Pte.P) == 0) {
        continue;
      }
      if (level == 1) {
        add(space, va, entry);
      } else if ((entry & (TABLE | Pte.PS | Pte.NX)) == TABLE) {
        visit(space, entry & Pte.ADDRESS, level - 1, va, from, to);
      }
    }
  }

  private void add(Space space, long va, long entry) {
    long frame = entry & Pte.ADDRESS;
    if ((entry & TOUCHED) != TOUCHED || frame + PhysicalMemory.FRAME_SIZE > ram.size()) {
      return;
    }
    int rights =
        ((entry & DIRTY) == DIRTY ? Child.WRITE : 0) | ((entry & Pte.NX) == 0 ? Child.EXECUTE : 0);
    if (va != end || rights != protection || frame != pa + (end - start)) {
      flush(space);
      start = va;
      pa = frame;
      protection = rights;
    }
    end = va + PhysicalMemory.FRAME_SIZE;
  }

  private void flush(Space space) {
    if (start < end && !isFull(space)) {
      space.child.map(start, end - start, protection, pa, false);
      runs++;
    }
    start = end;
  }
}
