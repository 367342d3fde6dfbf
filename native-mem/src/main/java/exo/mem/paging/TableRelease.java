package exo.mem.paging;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/** Counts and frees the frames that tables are made of. */
final class TableRelease {
  private TableRelease() {}

  /** Frees a table and those below its entries up to offset {@code end}. */
  static void free(PhysicalMemory ram, FrameAllocator frames, long table, int level, long end) {
    if (level > 1) {
      for (long at = table; at < table + end; at += Table.ENTRY_SIZE) {
        long entry = ram.getLong(at);
        if (Table.isTable(entry)) {
          free(ram, frames, Pte.address(entry), level - 1, PhysicalMemory.FRAME_SIZE);
        }
      }
    }
    frames.release(table >>> PhysicalMemory.FRAME_SHIFT);
  }

  /**
   * Frees the empty tables below a table that the range touches; answers whether there were any.
   */
  static boolean prune(
      PhysicalMemory ram,
      FrameAllocator frames,
      TableWatcher watcher,
      long table,
      int level,
      long from,
      long to) {
    boolean freed = false;
    long next;
    for (long va = from; va < to; va = next) {
      next = Table.next(va, to, level);
      long at = Table.slot(table, va, level);
      long entry = ram.getLong(at);
      if (Table.isTable(entry)) {
        long below = Pte.address(entry);
        if (level > 2) {
          freed |= prune(ram, frames, watcher, below, level - 1, va, next);
        }
        if (isEmpty(ram, below)) {
          ram.putLongRelease(at, 0);
          frames.release(Pte.frame(entry));
          watcher.unlinked(table >>> PhysicalMemory.FRAME_SHIFT);
          watcher.unlinked(Pte.frame(entry));
          freed = true;
        }
      }
    }
    return freed;
  }

  static boolean isEmpty(PhysicalMemory ram, long table) {
    for (long at = table; at < table + PhysicalMemory.FRAME_SIZE; at += Table.ENTRY_SIZE) {
      if (ram.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The table itself and all below its entries up to offset {@code end}. */
  static long count(PhysicalMemory ram, long table, int level, long end) {
    long count = 1;
    if (level > 1) {
      for (long at = table; at < table + end; at += Table.ENTRY_SIZE) {
        long entry = ram.getLong(at);
        if (Table.isTable(entry)) {
          count += count(ram, Pte.address(entry), level - 1, PhysicalMemory.FRAME_SIZE);
        }
      }
    }
    return count;
  }
}
