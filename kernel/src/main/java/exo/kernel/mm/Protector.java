package exo.kernel.mm;

import exo.cpu.Invalidation;
import exo.mem.paging.LeafVisitor;
import exo.mem.paging.Pte;

/**
 * Rewrites the entries of a range for the rights of its area, and tells the CPUs once if any right
 * was lost. One a machine, reused.
 */
final class Protector implements LeafVisitor {
  private final MemoryContext context;
  private long readOnly;
  private boolean keepsWrites;
  private boolean givesPrivateWrites;
  private boolean givesSharedWrites;
  private boolean onlyObjectPages;
  private boolean lost;

  Protector(MemoryContext context) {
    this.context = context;
  }

  /** Gives the pages of part of an area the rights that its flags say. */
  void apply(AddressSpace space, Vma area, long from, long to) {
    boolean write = area.has(VmaFlags.WRITE);
    readOnly = PteBits.readOnly(area.flags);
    keepsWrites = write;
    givesPrivateWrites = write && !area.isShared();
    PageSource source = area.source;
    givesSharedWrites = write && area.isShared() && source != null && !source.tracksWrites();
    onlyObjectPages = false;
    walk(space, from, to);
  }

  /** Takes the right to write from shared pages of a range; the area keeps it. */
  void dropWrites(AddressSpace space, Vma area, long from, long to) {
    readOnly = PteBits.readOnly(area.flags);
    keepsWrites = false;
    givesPrivateWrites = false;
    givesSharedWrites = false;
    onlyObjectPages = true;
    walk(space, from, to);
  }

  private void walk(AddressSpace space, long from, long to) {
    lost = false;
    context.tables.forEach(space.root, from, to, this);
    if (lost) {
      context.tlb.invalidate(space.root, from, to - from, Invalidation.RIGHTS_REVOKED);
    }
  }

  @Override
  public boolean visit(long va, long entryAddress, long entry) {
    if (onlyObjectPages && (entry & PteBits.PRIVATE) != 0) {
      return true;
    }
    long seen = entry;
    while (true) {
      long changed = changed(seen);
      long found = context.ram.compareAndExchangeLong(entryAddress, seen, changed);
      if (found == seen) {
        lost |= loses(seen, changed);
        if ((changed & (Pte.P | Pte.NX)) == Pte.P) {
          context.frames.markExecutable(Pte.frame(changed));
        }
        return true;
      }
      // A CPU has set A or D meanwhile.
      seen = found;
    }
  }

  private long changed(long entry) {
    long kept = Pte.ADDRESS | Pte.A | Pte.D | Pte.SOFT0 | Pte.SOFT1 | Pte.SOFT2;
    long changed = (entry & kept) | readOnly;
    if ((keepsWrites && Pte.writable(entry)) || mayWriteNow(entry)) {
      changed |= Pte.W;
    }
    return changed;
  }

  private boolean mayWriteNow(long entry) {
    if ((entry & PteBits.PRIVATE) == 0) {
      return givesSharedWrites;
    }
    long frame = Pte.frame(entry);
    return givesPrivateWrites
        && frame != context.zeroFrame
        && context.frames.references(frame) == 1;
  }

  private static boolean loses(long before, long after) {
    return Pte.present(before)
        && ((before & ~after & (Pte.P | Pte.W)) != 0 || (after & ~before & Pte.NX) != 0);
  }
}
