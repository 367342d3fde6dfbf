package exo.kernel.mm;

import exo.cpu.Invalidation;
import exo.kernel.abi.KernelBug;
import exo.mem.paging.Access;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;

/**
 * Demand paging and copy-on-write. Nothing here allocates on the Java heap.
 *
 * <p>While a frame is asked for, caches may be emptied, which takes pages of objects out of these
 * tables. So whoever copies from such a frame holds it, and an entry is looked at again, by an
 * exchange, when it is replaced. Tables are never freed then, so an entry's address stays good.
 */
final class FaultHandling {
  private FaultHandling() {}

  static FaultOutcome fault(AddressSpace space, long va, int access) {
    if (va < 0 || va >= space.context.userTop) {
      return FaultOutcome.NOT_MAPPED;
    }
    Vma area = space.areas.above(va);
    if (area == null || (va < area.start && !StackGrowth.grow(space, area, va))) {
      return FaultOutcome.NOT_MAPPED;
    }
    boolean write = (access & Access.WRITE) != 0;
    if (!area.has(neededRight(write, access))) {
      return FaultOutcome.NO_RIGHT;
    }
    long at = space.context.tables.buildLeaf(space.root, va);
    if (at == PageTables.NONE) {
      return FaultOutcome.OUT_OF_MEMORY;
    }
    long page = va & ~AddressSpace.PAGE_MASK;
    long entry = space.context.ram.getLong(at);
    if (entry == 0) {
      return area.source == null
          ? AnonymousFault.resolve(space, area, page, at, write)
          : ObjectFault.resolve(space, area, area.source, page, at, write);
    }
    if (!Pte.present(entry)) {
      throw new KernelBug("a hidden page in an area with rights: " + area);
    }
    if (!write || Pte.writable(entry)) {
      // Another CPU was faster, or an engine had cached less than the tables allow by now.
      return FaultOutcome.RESOLVED;
    }
    return (entry & PteBits.PRIVATE) == 0 && area.isShared() && area.source != null
        ? ObjectFault.makeWritable(space, area, area.source, page, at)
        : copyOnWrite(space, area, page, at, entry);
  }

  private static int neededRight(boolean write, int access) {
    if (write) {
      return VmaFlags.WRITE;
    }
    return (access & Access.EXECUTE) != 0 ? VmaFlags.EXEC : VmaFlags.ACCESS;
  }

  private static FaultOutcome copyOnWrite(
      AddressSpace space, Vma area, long page, long at, long entry) {
    MemoryContext context = space.context;
    FrameAllocator frames = context.frames;
    long old = Pte.frame(entry);
    if (old == context.zeroFrame) {
      return AnonymousFault.resolve(space, area, page, at, true);
    }
    if ((entry & PteBits.PRIVATE) != 0 && frames.references(old) == 1) {
      context.ram.getAndOrLong(at, Pte.W | Pte.A | Pte.D);
      return FaultOutcome.RESOLVED;
    }
    frames.retain(old);
    long fresh = frames.alloc();
    if (fresh != FrameAllocator.NONE) {
      context.ram.copy(old, fresh);
      area.hasPrivatePages = true;
      replace(space, area, page, at, fresh, Pte.W | Pte.A | Pte.D | PteBits.PRIVATE);
    }
    frames.release(old);
    return fresh == FrameAllocator.NONE ? FaultOutcome.OUT_OF_MEMORY : FaultOutcome.RESOLVED;
  }

  /** Puts a frame, whose reference goes to the entry, in the place of what the entry holds now. */
  static void replace(
      AddressSpace space, Vma area, long page, long at, long frame, long extraFlags) {
    MemoryContext context = space.context;
    long entry = Pte.of(frame, PteBits.readOnly(area.flags) | extraFlags);
    if (area.has(VmaFlags.EXEC)) {
      context.frames.markExecutable(frame);
    }
    long old = context.ram.getAndSetLong(at, entry);
    space.usage.entryAdded(entry);
    if (old == 0) {
      return;
    }
    space.usage.entryRemoved(old);
    context.tlb.invalidate(space.root, page, AddressSpace.PAGE_SIZE, Invalidation.RIGHTS_REVOKED);
    if (Pte.frame(old) != context.zeroFrame) {
      context.frames.release(Pte.frame(old));
    }
  }
}
