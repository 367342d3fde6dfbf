package exo.kernel.mm;

import exo.cpu.Invalidation;
import exo.mem.paging.LeafVisitor;
import exo.mem.paging.PageTables;

/**
 * Moves the entries of a range to another of the same length, where there are none. The tables are
 * built in a first pass, so that the second cannot fail.
 */
final class EntryMove implements LeafVisitor {
  private final AddressSpace space;
  private final MemoryContext context;
  private final long from;
  private final long to;
  private final long distance;
  private boolean building;
  private boolean moved;

  EntryMove(AddressSpace space, long from, long to, long target) {
    this.space = space;
    this.context = space.context;
    this.from = from;
    this.to = to;
    this.distance = target - from;
  }

  /** Answers false when out of frames; nothing moved then. */
  boolean move() {
    PageTables tables = context.tables;
    building = true;
    if (!tables.forEach(space.root, from, to, this)) {
      if (tables.freeTables(space.root, from + distance, to + distance)) {
        invalidate(from + distance);
      }
      return false;
    }
    building = false;
    tables.forEach(space.root, from, to, this);
    boolean freed = tables.freeTables(space.root, from, to);
    if (freed || moved) {
      invalidate(from);
    }
    return true;
  }

  private void invalidate(long start) {
    context.tlb.invalidate(space.root, start, to - from, Invalidation.RIGHTS_REVOKED);
  }

  @Override
  public boolean visit(long va, long entryAddress, long entry) {
    if (building) {
      return context.tables.buildLeaf(space.root, va + distance) != PageTables.NONE;
    }
    long target = context.tables.leafAddress(space.root, va + distance);
    context.ram.putLongRelease(target, context.ram.getAndSetLong(entryAddress, 0));
    moved = true;
    return true;
  }
}
