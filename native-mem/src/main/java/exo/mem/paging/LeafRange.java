package exo.mem.paging;

import exo.mem.phys.PhysicalMemory;

/** Walks over the leaves of a range, table by table; what has no table is skipped at once. */
final class LeafRange {
  private LeafRange() {}

  static boolean visit(
      PhysicalMemory ram, long table, int level, long from, long to, LeafVisitor visitor) {
    if (level == 1) {
      return visitSmall(ram, table, from, to, visitor);
    }
    long next;
    for (long va = from; va < to; va = next) {
      next = Table.next(va, to, level);
      long at = Table.slot(table, va, level);
      long entry = ram.getLong(at);
      if (entry == 0) {
        continue;
      }
      boolean goOn =
          Table.isTable(entry)
              ? visit(ram, Pte.address(entry), level - 1, va, next, visitor)
              : visitor.visit(va & -Table.LARGE_SIZE, at, entry);
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  private static boolean visitSmall(
      PhysicalMemory ram, long table, long from, long to, LeafVisitor visitor) {
    long at = Table.slot(table, from, 1);
    for (long va = from; va < to; va += PhysicalMemory.FRAME_SIZE, at += Table.ENTRY_SIZE) {
      long entry = ram.getLong(at);
      if (entry != 0 && !visitor.visit(va, at, entry)) {
        return false;
      }
    }
    return true;
  }

  static void protect(
      PhysicalMemory ram, long table, int level, long from, long to, long set, long clear) {
    if (level == 1) {
      protectSmall(ram, table, from, to, set, clear);
      return;
    }
    long next;
    for (long va = from; va < to; va = next) {
      next = Table.next(va, to, level);
      long at = Table.slot(table, va, level);
      long entry = ram.getLong(at);
      if (entry == 0) {
        continue;
      }
      if (Table.isTable(entry)) {
        protect(ram, Pte.address(entry), level - 1, va, next, set, clear);
      } else if (next - va != Table.LARGE_SIZE) {
        throw new IllegalStateException(
            "a large page is cut by the range at " + Long.toHexString(va));
      } else {
        change(ram, at, entry, set, clear);
      }
    }
  }

  private static void protectSmall(
      PhysicalMemory ram, long table, long from, long to, long set, long clear) {
    long at = Table.slot(table, from, 1);
    long end = at + ((to - from) >>> PhysicalMemory.FRAME_SHIFT) * Table.ENTRY_SIZE;
    for (; at < end; at += Table.ENTRY_SIZE) {
      long entry = ram.getLong(at);
      if (entry != 0) {
        change(ram, at, entry, set, clear);
      }
    }
  }

  /** In one step, because a CPU may set A or D in the same entry at the same time. */
  private static void change(PhysicalMemory ram, long at, long seen, long set, long clear) {
    long entry = seen;
    while (true) {
      long changed = (entry & ~clear) | set;
      if (changed == entry) {
        return;
      }
      long found = ram.compareAndExchangeLong(at, entry, changed);
      if (found == entry) {
        return;
      }
      entry = found;
    }
  }
}
