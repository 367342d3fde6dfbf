package exo.kernel.mm;

import exo.cpu.Invalidation;
import exo.kernel.abi.Errno;
import exo.mem.paging.LeafVisitor;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;

/**
 * Linux {@code fork(2)} for memory: a second address space with the same areas. Private pages are
 * shared by both until one writes; pages of objects are left for the child to fault in, unless the
 * area has private copies among them.
 */
public final class Fork {
  private Fork() {}

  /**
   * Makes the child's space.
   *
   * @param limits the child's
   * @return a space with one user
   * @throws Errno ENOMEM when out of frames; the parent is as before
   */
  public static AddressSpace copy(AddressSpace parent, MemoryLimits limits) throws Errno {
    AddressSpace child = AddressSpace.create(parent.context, limits);
    child.mmapBase(parent.mmapBase());
    child.layout().copyFrom(parent.layout());
    PageCopy pages = new PageCopy(parent, child);
    boolean complete = true;
    for (int i = 0; complete && i < parent.areaCount(); i++) {
      Vma area = parent.area(i);
      if (area.has(VmaFlags.DONT_FORK)) {
        continue;
      }
      Vma twin = twin(child, area);
      AreaEdit.addApart(child, twin);
      complete = !twin.hasPrivatePages || pages.copy(area);
    }
    pages.tellCpus();
    if (!complete) {
      child.release();
      throw Errno.ENOMEM;
    }
    return child;
  }

  private static Vma twin(AddressSpace child, Vma area) {
    int flags = area.flags & ~(VmaFlags.LOCKED | VmaFlags.LOCKED_ON_FAULT);
    Vma twin = new Vma(child, area.start, area.end, flags, area.source, area.pageOffset, area.name);
    twin.hasPrivatePages = area.hasPrivatePages && !area.has(VmaFlags.WIPE_ON_FORK);
    return twin;
  }

  /** Copies the entries of areas and takes the right to write from both sides. */
  private static final class PageCopy implements LeafVisitor {
    private static final int TABLE_SHIFT = 21;
    private static final long INDEX_MASK = 511;

    private final AddressSpace parent;
    private final AddressSpace child;
    private final MemoryContext context;
    private long chunk = -1;
    private long table;
    private long lostFrom = Long.MAX_VALUE;
    private long lostTo;

    PageCopy(AddressSpace parent, AddressSpace child) {
      this.parent = parent;
      this.child = child;
      this.context = parent.context;
    }

    /** Answers false when out of frames. */
    boolean copy(Vma area) {
      return context.tables.forEach(parent.root, area.start, area.end, this);
    }

    void tellCpus() {
      if (lostFrom < lostTo) {
        context.tlb.invalidate(
            parent.root, lostFrom, lostTo - lostFrom, Invalidation.RIGHTS_REVOKED);
      }
    }

    @Override
    public boolean visit(long va, long entryAddress, long seen) {
      if (va >>> TABLE_SHIFT != chunk) {
        long first = context.tables.buildLeaf(child.root, va & -(1L << TABLE_SHIFT));
        if (first == PageTables.NONE) {
          return false;
        }
        chunk = va >>> TABLE_SHIFT;
        table = first;
      }
      // A cache may have taken the page while the table was built.
      long entry = context.ram.getLong(entryAddress);
      if (entry == 0) {
        return true;
      }
      if (Pte.writable(entry)) {
        entry = context.clear(entryAddress, Pte.W);
        lostFrom = Math.min(lostFrom, va);
        lostTo = va + AddressSpace.PAGE_SIZE;
      }
      if (Pte.frame(entry) != context.zeroFrame) {
        context.frames.retain(Pte.frame(entry));
      }
      long index = (va >>> AddressSpace.PAGE_SHIFT) & INDEX_MASK;
      context.ram.putLongRelease(table + index * Long.BYTES, entry & ~Pte.W);
      child.usage.entryAdded(entry);
      return true;
    }
  }
}
