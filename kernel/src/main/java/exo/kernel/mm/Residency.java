package exo.kernel.mm;

import exo.mem.paging.LeafVisitor;
import exo.mem.paging.Pte;

/**
 * What of an area is in memory, as {@code /proc/PID/smaps} shows it. In bytes. Made anew for each
 * look.
 */
public final class Residency implements LeafVisitor {
  private final MemoryContext context;
  private long resident;
  private long proportional;
  private long sharedClean;
  private long sharedDirty;
  private long privateClean;
  private long privateDirty;
  private long referenced;
  private long anonymous;

  private Residency(MemoryContext context) {
    this.context = context;
  }

  /** Looks at all pages of an area now. */
  public static Residency of(Vma area) {
    AddressSpace space = area.space();
    Residency residency = new Residency(space.context);
    space.context.tables.forEach(space.root, area.start, area.end, residency);
    return residency;
  }

  @Override
  public boolean visit(long va, long entryAddress, long entry) {
    long frame = Pte.frame(entry);
    if (frame == context.zeroFrame) {
      return true;
    }
    long size = AddressSpace.PAGE_SIZE;
    boolean isPrivate = (entry & PteBits.PRIVATE) != 0;
    // An object holds its frames too; what is left are mappings.
    int users = context.frames.references(frame) - (isPrivate ? 0 : 1);
    resident += size;
    proportional += size / Math.max(users, 1);
    boolean dirty = isPrivate || (entry & Pte.D) != 0;
    if (users > 1) {
      sharedClean += dirty ? 0 : size;
      sharedDirty += dirty ? size : 0;
    } else {
      privateClean += dirty ? 0 : size;
      privateDirty += dirty ? size : 0;
    }
    referenced += (entry & Pte.A) != 0 ? size : 0;
    anonymous += isPrivate ? size : 0;
    return true;
  }

  /** Rss. */
  public long resident() {
    return resident;
  }

  /** Pss: each page divided by how many mappings share it. */
  public long proportional() {
    return proportional;
  }

  public long sharedClean() {
    return sharedClean;
  }

  public long sharedDirty() {
    return sharedDirty;
  }

  public long privateClean() {
    return privateClean;
  }

  public long privateDirty() {
    return privateDirty;
  }

  public long referenced() {
    return referenced;
  }

  public long anonymous() {
    return anonymous;
  }
}
