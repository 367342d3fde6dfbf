package exo.cpu.host;

import exo.cpu.host.sys.Linux;
import exo.mem.paging.Access;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;

/**
 * Keeps children's mappings in step with page tables: what a child touches is mapped, with its
 * neighbours as far as one host mapping reaches, and what changed is unmapped before the child runs
 * again.
 *
 * <p>The host's page tables are what a TLB is on hardware. A page is writable there only when it is
 * dirty in the guest's tables already, so that the first write is seen.
 */
final class Mapper {
  /** How far around a page neighbours are taken along: those that one table maps. */
  private static final long TABLE_SPAN = 2L << 20;

  /** Runs that the host fills its page tables for at once are this long at most. */
  private static final long FILLED = 32 * PhysicalMemory.FRAME_SIZE;

  /** A mapping in the middle of another leaves three. */
  private static final int MORE_BY_MAPPING = 2;

  /** Ranges that are this long are filled again at once; shorter ones page by page. */
  private static final long REFILLED = 16 * PhysicalMemory.FRAME_SIZE;

  private final PhysicalMemory ram;
  private final Leaf leaf;
  private final Refill refill;

  /** How many mappings a child may have before it is emptied. */
  private final int limit;

  Mapper(PhysicalMemory ram, int limit) {
    this.ram = ram;
    this.leaf = new Leaf(ram);
    this.refill = new Refill(ram);
    this.limit = limit;
  }

  /** Whether something is to be done before the space's child may run. */
  static boolean isDue(Space space) {
    return space.wanted != Space.NONE || space.stale.count() > 0 || space.child.commands() > 0;
  }

  /** Brings a child up to date: drops what is stale, maps what was asked for. */
  void update(Space space) throws ChildLost {
    long va = space.wanted;
    space.wanted = Space.NONE;
    boolean maps = va != Space.NONE && leaf.walk(space.root, va).readable() && leaf.inRam();
    if (maps) {
      maps = permits(space.wantedAccess);
    }
    if (space.mappings >= limit) {
      space.stale.clear();
      space.stale.add(0, Stub.USER_TOP);
    }
    if (maps) {
      // Never over the pages of the stub, whatever the tables say.
      maps = plan(space, va, (space.wantedAccess & Access.WRITE) != 0) && end <= Stub.USER_TOP;
    }
    if (maps) {
      space.stale.removeWithin(start, end);
    }
    drop(space);
    if (maps) {
      map(space);
    }
    work(space);
  }

  private boolean permits(int access) {
    return ((access & Access.WRITE) == 0 || leaf.writable())
        && ((access & Access.EXECUTE) == 0 || leaf.executable());
  }

  private void drop(Space space) throws ChildLost {
    Ranges stale = space.stale;
    for (int i = 0; i < stale.count(); i++) {
      if (stale.from(i) == 0 && stale.to(i) == Stub.USER_TOP) {
        space.mappings = 0;
      }
      if (space.child.isFull()) {
        work(space);
      }
      space.child.unmap(stale.from(i), stale.to(i) - stale.from(i));
      space.mappings++;
    }
    for (int i = 0; i < stale.count(); i++) {
      if (stale.to(i) - stale.from(i) >= REFILLED) {
        space.mappings += MORE_BY_MAPPING * refill.map(space, stale.from(i), stale.to(i));
      }
    }
    stale.clear();
  }

  // The mapping that plan() found.
  private long start;
  private long end;
  private long pa;
  private int protection;

  /**
   * The run of pages around one that can be a single mapping.
   *
   * @return false if the page is not what it was a moment ago: the guest will fault again
   */
  private boolean plan(Space space, long va, boolean write) {
    if (!leaf.mark(write ? Pte.A | Pte.D : Pte.A)) {
      return false;
    }
    long page = va & -leaf.size();
    boolean eager = space.lastEnd == page;
    boolean writable = leaf.writable() && leaf.dirty();
    protection = (writable ? Child.WRITE : 0) | (leaf.executable() ? Child.EXECUTE : 0);
    start = page;
    end = page + leaf.size();
    pa = leaf.address();
    if (!leaf.large()) {
      extend(page, writable, eager || !writable);
    }
    space.lastEnd = end;
    return true;
  }

  /**
   * Adds neighbours in the same table whose frames and rights continue. Pages that nobody touched
   * so far are taken too if eager: then they count as touched.
   */
  private void extend(long page, boolean writable, boolean eager) {
    long entry = leaf.entry();
    long first = leaf.at() & -PhysicalMemory.FRAME_SIZE;
    long touched = writable ? Pte.A | Pte.D : Pte.A;
    long table = page & -TABLE_SPAN;
    // What must be the same: rights; and D where it decides over the host's right to write.
    long same = Pte.P | Pte.U | Pte.W | Pte.NX;
    int index = (int) ((page - table) >>> PhysicalMemory.FRAME_SHIFT);
    int low = index;
    while (low > 0 && continues(first, low - 1, entry, index, same, touched, eager)) {
      low--;
    }
    int high = index + 1;
    int last = (int) (Math.min(TABLE_SPAN, Stub.USER_TOP - table) >>> PhysicalMemory.FRAME_SHIFT);
    while (high < last && continues(first, high, entry, index, same, touched, eager)) {
      high++;
    }
    start = table + ((long) low << PhysicalMemory.FRAME_SHIFT);
    end = table + ((long) high << PhysicalMemory.FRAME_SHIFT);
    pa = (entry & Pte.ADDRESS) - ((long) (index - low) << PhysicalMemory.FRAME_SHIFT);
  }

  private boolean continues(
      long table, int i, long entry, int index, long same, long touched, boolean eager) {
    long at = table + (long) i * Long.BYTES;
    long other = ram.getLong(at);
    long expected = (entry & Pte.ADDRESS) + ((long) (i - index) << PhysicalMemory.FRAME_SHIFT);
    if (((other ^ entry) & same) != 0
        || (other & Pte.ADDRESS) != expected
        || expected + PhysicalMemory.FRAME_SIZE > ram.size()) {
      return false;
    }
    if ((other & touched) != touched) {
      if (!eager) {
        return false;
      }
      if (!ram.compareAndSetLong(at, other, other | touched)) {
        return false;
      }
    }
    // A dirty page may be written at once; others are not dragged along into that.
    return (touched & Pte.D) != 0 || (other & (Pte.D | Pte.W)) != (Pte.D | Pte.W);
  }

  private void map(Space space) throws ChildLost {
    if (space.child.isFull()) {
      work(space);
    }
    boolean fill = end - start <= FILLED;
    space.child.map(start, end - start, protection, pa, fill);
    space.mappings += MORE_BY_MAPPING;
  }

  /**
   * Carries the commands out; when the host has no room for more mappings, drops all and maps
   * again.
   */
  private void work(Space space) throws ChildLost {
    if (space.child.commands() == 0 || space.child.work()) {
      return;
    }
    space.mappings = 0;
    space.child.command(Linux.SYS_MUNMAP, 0, Stub.USER_TOP, 0, 0, 0, 0);
    if (!space.child.work()) {
      throw new ChildLost("the host does not unmap guest memory");
    }
  }
}
