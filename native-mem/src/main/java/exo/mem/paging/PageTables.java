package exo.mem.paging;

import static exo.mem.paging.Table.ROOT_LEVEL;
import static exo.mem.paging.Table.isTable;
import static exo.mem.paging.Table.slot;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;

/**
 * Four-level x86-64 page tables in guest RAM.
 *
 * <p>An address space is named by the physical address of its root, the value of CR3, always below
 * 4 GiB. Its upper half is the kernel's and the same in all. Entries above the leaves allow
 * everything, so that the leaf alone decides.
 *
 * <p>An entry is stored as given: without {@link Pte#P} the processor ignores it, but it is still a
 * leaf here, so that the kernel may remember a frame under a page that nobody may touch. Only 0
 * means "nothing".
 *
 * <p>Owned by the kernel lock. A CPU may walk at the same time: a table is complete before it is
 * linked, and entries change in one atomic step that keeps the accessed and dirty bits the CPU
 * sets. Who removes, remaps or restricts a page tells the engines before the frame, or a table that
 * was freed, is used again.
 */
public final class PageTables {
  /** No frame, no address. */
  public static final long NONE = -1;

  private static final TableWatcher NOBODY = frame -> {};

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final long kernelRoot;
  private boolean kernelHalfShared;
  private TableWatcher watcher = NOBODY;

  /** Takes one frame, the kernel root's; IllegalStateException when there is none. */
  public PageTables(PhysicalMemory ram, FrameAllocator frames) {
    this.ram = ram;
    this.frames = frames;
    kernelRoot = allocRoot();
    if (kernelRoot == NONE) {
      throw new IllegalStateException("no frame for the kernel's page table");
    }
  }

  /**
   * Tells the watcher of tables that are unlinked, from now on.
   *
   * @throws IllegalStateException when somebody else is told
   */
  public void watch(TableWatcher by) {
    if (watcher != NOBODY) {
      throw new IllegalStateException("these page tables are watched by another engine");
    }
    watcher = by;
  }

  /** Ends {@link #watch}. */
  public void unwatch(TableWatcher by) {
    if (watcher == by) {
      watcher = NOBODY;
    }
  }

  // ---- address spaces

  /**
   * The template whose upper half all roots share. Its 512 GiB slots must be filled before the
   * first {@link #newRoot}; what lies below them may change at any time.
   */
  public long kernelRoot() {
    return kernelRoot;
  }

  /** An address space with an empty lower half, or {@link #NONE} when out of frames. */
  public long newRoot() {
    long root = allocRoot();
    if (root != NONE) {
      kernelHalfShared = true;
      MemorySegment all = ram.segment();
      long half = Table.UPPER_HALF;
      MemorySegment.copy(all, kernelRoot + half, all, root + half, half);
    }
    return root;
  }

  private long allocRoot() {
    // 32-bit interfaces to CR3 exist, Unicorn's among them.
    long frame = frames.allocZeroedIn(FrameAllocator.Zone.DMA32);
    return frame == FrameAllocator.NONE ? NONE : frame << PhysicalMemory.FRAME_SHIFT;
  }

  /** Frees the root and all lower-half tables. Leaves that are left are ignored, not released. */
  public void destroy(long root) {
    if (root == kernelRoot) {
      throw new IllegalStateException("the kernel root lives as long as the machine");
    }
    TableRelease.free(ram, frames, root, ROOT_LEVEL, Table.UPPER_HALF);
  }

  /**
   * Frees the lower-half tables of which every entry is 0 and which the range touches.
   *
   * @return whether there were any
   */
  public boolean freeTables(long root, long from, long to) {
    Table.checkRange(from, to);
    if (from < 0) {
      throw new IllegalArgumentException("tables of the kernel half are shared and stay");
    }
    return TableRelease.prune(ram, frames, watcher, root, ROOT_LEVEL, from, to);
  }

  /** How many frames hold this root's own tables, the root included; the kernel half's for its. */
  public long tableFrames(long root) {
    long end = root == kernelRoot ? PhysicalMemory.FRAME_SIZE : Table.UPPER_HALF;
    return TableRelease.count(ram, root, ROOT_LEVEL, end);
  }

  // ---- one page

  /**
   * Maps a 4 KiB page, in the place of whatever leaf was there. Builds tables as needed.
   *
   * @param flags of the entry, {@link Pte#P} included
   * @return false when out of frames; nothing changed then
   * @throws IllegalStateException when a 2 MiB page lies there
   */
  public boolean map(long root, long va, long frame, long flags) {
    long at = buildLeaf(root, va);
    if (at == NONE) {
      return false;
    }
    ram.putLongRelease(at, Pte.of(frame, flags & ~Pte.PS));
    return true;
  }

  /**
   * Maps a 2 MiB page, in the place of an earlier one or of a table without entries.
   *
   * @param va a multiple of 2 MiB
   * @param frame a multiple of 512
   * @param flags of the entry, {@link Pte#P} included
   * @return false when out of frames; nothing changed then
   * @throws IllegalStateException when 4 KiB pages lie there
   */
  public boolean mapLarge(long root, long va, long frame, long flags) {
    if (((va | (frame << PhysicalMemory.FRAME_SHIFT)) & (Table.LARGE_SIZE - 1)) != 0) {
      throw new IllegalArgumentException("a large page lies on a 2 MiB boundary");
    }
    long table = build(root, va, 2);
    if (table == NONE) {
      return false;
    }
    long at = slot(table, va, 2);
    long old = ram.getLong(at);
    if (isTable(old) && !TableRelease.isEmpty(ram, Pte.address(old))) {
      throw new IllegalStateException("small pages are mapped at " + Long.toHexString(va));
    }
    ram.putLongRelease(at, Pte.of(frame, flags | Pte.PS));
    if (isTable(old)) {
      frames.release(Pte.frame(old));
      watcher.unlinked(table >>> PhysicalMemory.FRAME_SHIFT);
      watcher.unlinked(Pte.frame(old));
    }
    return true;
  }

  /**
   * Turns the 2 MiB page around {@code va} into 512 small ones with the same rights. Without one
   * there is nothing to do.
   *
   * @return false when out of frames; nothing changed then
   */
  public boolean splitLarge(long root, long va) {
    long at = leafSlot(root, va);
    if (at == NONE || !Pte.large(ram.getLong(at))) {
      return true;
    }
    long frame = frames.alloc();
    if (frame == FrameAllocator.NONE) {
      return false;
    }
    long table = frame << PhysicalMemory.FRAME_SHIFT;
    long large;
    do {
      large = ram.getLong(at);
      long small = large & ~Pte.PS;
      for (long i = 0; i < PhysicalMemory.FRAME_SIZE; i += Table.ENTRY_SIZE) {
        ram.putLong(table + i, small);
        small += PhysicalMemory.FRAME_SIZE;
      }
      // A CPU that dirtied the large page meanwhile has changed the entry: copy that bit too.
    } while (!ram.compareAndSetLong(at, large, table | Pte.TABLE));
    return true;
  }

  /** Removes the leaf over {@code va}, all 2 MiB of a large one. Answers it, or 0 for none. */
  public long unmap(long root, long va) {
    long at = leafSlot(root, va);
    // An exchange, so that a dirty bit set this moment is in the answer and not lost.
    return at == NONE || ram.getLong(at) == 0 ? 0 : ram.getAndSetLong(at, 0);
  }

  /** The leaf over {@code va}, or 0. {@link Pte#PS} tells a 2 MiB page. */
  public long leaf(long root, long va) {
    if (!Table.canonical(va)) {
      return 0;
    }
    long entry = root;
    for (int level = ROOT_LEVEL; level > 1; level--) {
      entry = ram.getLong(slot(Pte.address(entry), va, level));
      if (!isTable(entry)) {
        return entry;
      }
    }
    return ram.getLong(slot(Pte.address(entry), va, 1));
  }

  /**
   * Where the 4 KiB leaf for {@code va} is or would be, or {@link #NONE} without a table for it.
   */
  public long leafAddress(long root, long va) {
    long at = leafSlot(root, va);
    return at == NONE || Pte.large(ram.getLong(at)) ? NONE : at;
  }

  /**
   * As {@link #leafAddress}, but builds the tables on the way. The entries after it up to the next
   * 2 MiB boundary follow at 8 bytes each, for who fills several at once.
   *
   * @return {@link #NONE} when out of frames; nothing changed then
   * @throws IllegalStateException when a 2 MiB page lies there
   */
  public long buildLeaf(long root, long va) {
    long table = build(root, va, 1);
    return table == NONE ? NONE : slot(table, va, 1);
  }

  // ---- what the processor would do

  /** The physical address of a present page's byte, whatever its rights, or {@link #NONE}. */
  public long translate(long root, long va) {
    long entry = leaf(root, va);
    return Pte.present(entry) ? physical(entry, va) : NONE;
  }

  /**
   * As the processor does with CR0.WP and EFER.NXE set: looks at the rights of all levels, and sets
   * A on the way and D in the leaf of a write.
   *
   * @param access bits of {@link Access}
   * @return the physical address, or {@link #NONE} for a page fault
   */
  public long translate(long root, long va, int access) {
    if (!Table.canonical(va)) {
      return NONE;
    }
    long at4 = slot(Pte.address(root), va, 4);
    long entry4 = ram.getLong(at4);
    if (!isTable(entry4)) {
      return NONE;
    }
    long at3 = slot(Pte.address(entry4), va, 3);
    long entry3 = ram.getLong(at3);
    if (!isTable(entry3)) {
      return NONE;
    }
    long at2 = slot(Pte.address(entry3), va, 2);
    long entry2 = ram.getLong(at2);
    long at = at2;
    long entry = entry2;
    if (isTable(entry2)) {
      at = slot(Pte.address(entry2), va, 1);
      entry = ram.getLong(at);
    }
    long all = entry4 & entry3 & entry2 & entry;
    long any = entry4 | entry3 | entry2 | entry;
    // The bits of a write and of a user access are those of the rights they need.
    long needed = Pte.P | (access & (Access.WRITE | Access.USER));
    if ((all & needed) != needed || ((access & Access.EXECUTE) != 0 && (any & Pte.NX) != 0)) {
      return NONE;
    }
    if ((all & Pte.A) == 0) {
      mark(at4, entry4, Pte.A);
      mark(at3, entry3, Pte.A);
      mark(at2, entry2, Pte.A);
    }
    mark(at, entry, (access & Access.WRITE) != 0 ? Pte.A | Pte.D : Pte.A);
    return physical(entry, va);
  }

  private void mark(long at, long entry, long bits) {
    if ((entry & bits) != bits) {
      ram.getAndOrLong(at, bits);
    }
  }

  private static long physical(long leaf, long va) {
    long inPage = Pte.large(leaf) ? Table.LARGE_SIZE - 1 : PhysicalMemory.FRAME_SIZE - 1;
    return (Pte.address(leaf) & ~inPage) | (va & inPage);
  }

  // ---- ranges: whole pages, in one half

  /**
   * Changes the flags of every leaf in the range: first clears, then sets.
   *
   * @throws IllegalStateException when a 2 MiB page is not wholly in the range; split it first
   */
  public void protect(long root, long from, long to, long setFlags, long clearFlags) {
    Table.checkRange(from, to);
    LeafRange.protect(ram, root, ROOT_LEVEL, from, to, setFlags, clearFlags);
  }

  /** Visits every leaf in the range. Answers false when the visitor ended it. */
  public boolean forEach(long root, long from, long to, LeafVisitor visitor) {
    Table.checkRange(from, to);
    return LeafRange.visit(ram, root, ROOT_LEVEL, from, to, visitor);
  }

  // ---- walking

  /** The entry where the walk for {@code va} ends at level 2 or 1, or NONE when it ends above. */
  private long leafSlot(long root, long va) {
    if (!Table.canonical(va)) {
      return NONE;
    }
    long entry = root;
    for (int level = ROOT_LEVEL; level > 1; level--) {
      long at = slot(Pte.address(entry), va, level);
      entry = ram.getLong(at);
      if (!isTable(entry)) {
        return Pte.large(entry) ? at : NONE;
      }
    }
    return slot(Pte.address(entry), va, 1);
  }

  /** The table of a level on the way to {@code va}, built when missing. */
  private long build(long root, long va, int target) {
    if (!Table.canonical(va)) {
      throw new IllegalArgumentException("not an address: " + Long.toHexString(va));
    }
    long table = root;
    for (int level = ROOT_LEVEL; level > target; level--) {
      long at = slot(table, va, level);
      long entry = ram.getLong(at);
      if (entry == 0) {
        return grow(at, level, va, target);
      }
      if (Pte.large(entry)) {
        throw new IllegalStateException("a large page is mapped at " + Long.toHexString(va));
      }
      table = Pte.address(entry);
    }
    return table;
  }

  /**
   * Hangs the missing tables below an empty entry: from the bottom, so that they appear at once.
   */
  private long grow(long at, int level, long va, int target) {
    if (level == ROOT_LEVEL && va < 0 && kernelHalfShared) {
      throw new IllegalStateException(
          "the kernel half got a new slot after its first copy: " + Long.toHexString(va));
    }
    long bottom = NONE;
    long top = NONE;
    for (int built = target; built < level; built++) {
      long frame = frames.allocZeroed();
      if (frame == FrameAllocator.NONE) {
        if (top != NONE) {
          TableRelease.free(ram, frames, top, built - 1, PhysicalMemory.FRAME_SIZE);
        }
        return NONE;
      }
      long table = frame << PhysicalMemory.FRAME_SHIFT;
      if (top == NONE) {
        bottom = table;
      } else {
        ram.putLong(slot(table, va, built), top | Pte.TABLE);
      }
      top = table;
    }
    ram.putLongRelease(at, top | Pte.TABLE);
    return bottom;
  }
}
