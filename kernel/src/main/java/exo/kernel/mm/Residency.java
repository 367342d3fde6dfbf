package exo.kernel.mm;

import exo.mem.paging.LeafVisitor;
import exo.mem.paging.Pte;

/**
 * What of an area, or of all, is in memory, as {@code /proc/PID/smaps} shows it. In bytes. Made
 * anew for each look.
 */
public final class Residency implements LeafVisitor {
  private final MemoryContext context;
  private long resident;
  private long proportional;
  private long proportionalDirty;
  private long proportionalAnonymous;
  private long proportionalShared;
  private long sharedClean;
  private long sharedDirty;
  private long privateClean;
  private long privateDirty;
  private long referenced;
  private long anonymous;
  private long locked;

  private Residency(MemoryContext context) {
    this.context = context;
  }

  /** Looks at all pages of an area now. */
  public static Residency of(Vma area) {
    AddressSpace space = area.space();
    Residency residency = new Residency(space.context);
    residency.look(space, area);
    return residency;
  }

  /** Looks at all pages of all areas now. */
  public static Residency of(AddressSpace space) {
    Residency residency = new Residency(space.context);
    for (int i = 0; i < space.areaCount(); i++) {
      residency.look(space, space.area(i));
    }
    return residency;
  }

  private void look(AddressSpace space, Vma area) {
    long before = proportional;
    context.tables.forEach(space.root, area.start, area.end, this);
    if ((area.flags() & VmaFlags.LOCKED) != 0) {
      locked += proportional - before;
    }
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
    long share = size / Math.max(users, 1);
    proportional += share;
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
    proportionalDirty += dirty ? share : 0;
    proportionalAnonymous += isPrivate ? share : 0;
    proportionalShared += !isPrivate && (entry & PteBits.MEMORY) != 0 ? share : 0;
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

  /** Pss_Dirty. */
  public long proportionalDirty() {
    return proportionalDirty;
  }

  /** Pss_Anon. */
  public long proportionalAnonymous() {
    return proportionalAnonymous;
  }

  /** Pss_Shmem. */
  public long proportionalShared() {
    return proportionalShared;
  }

  /** Pss_File. */
  public long proportionalFile() {
    return proportional - proportionalAnonymous - proportionalShared;
  }

  /** Locked: as much as is of memory that cannot be taken away, and divided as Pss is. */
  public long locked() {
    return locked;
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
