package exo.kernel.mm;

import exo.cpu.Invalidation;
import exo.kernel.abi.KernelBug;
import exo.mem.paging.LeafVisitor;
import exo.mem.paging.Pte;
import org.jspecify.annotations.Nullable;

/**
 * Takes pages out of an address space: first out of the tables, then out of the CPUs, then gives
 * the frames back; many at a time, so that the CPUs are told once. One a machine, reused.
 */
final class Zapper implements LeafVisitor {
  private static final int BATCH = 512;

  private final MemoryContext context;
  private final long[] batch = new long[BATCH];
  private int count;
  private long dirtyFrom;
  private long dirtyTo;
  private boolean keepPrivate;
  private @Nullable AddressSpace space;

  Zapper(MemoryContext context) {
    this.context = context;
  }

  /** Empties a range of pages; tables that become empty are freed too. */
  void unmap(AddressSpace s, long from, long to) {
    begin(s, false);
    context.tables.forEach(s.root, from, to, this);
    if (context.tables.freeTables(s.root, from, to)) {
      dirtyFrom = from;
      dirtyTo = to;
    }
    end();
  }

  /** Empties a range of pages but leaves the tables. */
  void zap(AddressSpace s, long from, long to) {
    begin(s, false);
    context.tables.forEach(s.root, from, to, this);
    end();
  }

  /** Takes out the pages of the mapped object; private copies stay. */
  void zapObject(AddressSpace s, long from, long to) {
    begin(s, true);
    context.tables.forEach(s.root, from, to, this);
    end();
  }

  private void begin(AddressSpace s, boolean keep) {
    if (space != null) {
      throw new KernelBug("pages are taken out while pages are taken out");
    }
    space = s;
    keepPrivate = keep;
    dirtyFrom = Long.MAX_VALUE;
    dirtyTo = 0;
  }

  private void end() {
    flush();
    space = null;
  }

  @Override
  public boolean visit(long va, long entryAddress, long entry) {
    if (keepPrivate && (entry & PteBits.PRIVATE) != 0) {
      return true;
    }
    AddressSpace s = space;
    if (s == null) {
      throw new KernelBug("a visit outside of a walk");
    }
    long old = context.ram.getAndSetLong(entryAddress, 0);
    s.usage.entryRemoved(old);
    if (Pte.present(old)) {
      dirtyFrom = Math.min(dirtyFrom, va);
      dirtyTo = va + AddressSpace.PAGE_SIZE;
    }
    if (Pte.frame(old) != context.zeroFrame) {
      batch[count++] = Pte.frame(old);
      if (count == BATCH) {
        flush();
      }
    }
    return true;
  }

  private void flush() {
    AddressSpace s = space;
    if (s != null && dirtyFrom < dirtyTo) {
      context.tlb.invalidate(s.root, dirtyFrom, dirtyTo - dirtyFrom, Invalidation.RIGHTS_REVOKED);
    }
    for (int i = 0; i < count; i++) {
      context.frames.release(batch[i]);
    }
    count = 0;
    dirtyFrom = Long.MAX_VALUE;
    dirtyTo = 0;
  }
}
