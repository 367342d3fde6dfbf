package exo.kernel.mm;

import exo.cpu.Cpu;
import exo.cpu.Invalidation;
import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.uaccess.UserFaults;
import exo.kernel.uaccess.UserMemory;
import exo.mem.paging.PageTables;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of one process see as memory: areas, and the page tables that hold what was
 * touched of them. Data; the verbs are classes of their own ({@link Mmap}, {@link Munmap}, {@link
 * Fork} and others), faults are resolved in {@link FaultHandling}.
 *
 * <p>Owned by the kernel lock.
 */
public final class AddressSpace implements UserFaults {
  public static final int PAGE_SHIFT = 12;
  public static final long PAGE_SIZE = 1L << PAGE_SHIFT;
  static final long PAGE_MASK = PAGE_SIZE - 1;

  /** Lowest address that is mapped without CAP_SYS_RAWIO: Linux's vm.mmap_min_addr. */
  public static final long LOWEST = 0x1_0000;

  final MemoryContext context;
  final long root;
  private final int number;
  final AreaList areas = new AreaList();
  final MemoryUsage usage;
  final AreaSearch search;
  private final UserMemory memory;
  private final ProgramLayout layout = new ProgramLayout();
  private MemoryLimits limits;
  private int users = 1;
  private boolean outOfMemory;

  /** Flags that mlockall(2) with MCL_FUTURE gives new areas. */
  int futureLock;

  private AddressSpace(MemoryContext context, MemoryLimits limits, long root) {
    this.context = context;
    this.limits = limits;
    this.root = root;
    number = context.takeSpaceNumber();
    usage = new MemoryUsage(context.zeroFrame);
    memory =
        new UserMemory(
            context.ram, context.frames, context.tables, root, this, context.revocations);
    search = new AreaSearch(this, Placement.mmapBase(context.userTop, limits.stack(), 0));
  }

  /**
   * An empty address space with one user.
   *
   * @throws Errno ENOMEM without a frame for the root table
   */
  public static AddressSpace create(MemoryContext context, MemoryLimits limits) throws Errno {
    long root = context.tables.newRoot();
    if (root == PageTables.NONE) {
      throw Errno.ENOMEM;
    }
    return new AddressSpace(context, limits, root);
  }

  static long pageUp(long bytes) {
    return (bytes + PAGE_MASK) & ~PAGE_MASK;
  }

  // ---- what it is

  /** Physical address of the top page table, the value of CR3. */
  public long root() {
    return root;
  }

  /** How many frames hold its page tables, without the top one: VmPTE. */
  public long tableFrames() {
    return context.tables.tableFrames(root) - 1;
  }

  /** A small number, from 1, that no other has as long as this one is used. */
  public int number() {
    return number;
  }

  /** The door to its bytes. */
  public UserMemory memory() {
    return memory;
  }

  public MemoryContext context() {
    return context;
  }

  /** Where the program's parts lie, for brk(2), procfs and prctl(2). */
  public ProgramLayout layout() {
    return layout;
  }

  public MemoryUsage usage() {
    return usage;
  }

  public MemoryLimits limits() {
    return limits;
  }

  public void limits(MemoryLimits now) {
    limits = now;
  }

  /** Highest address, exclusive, that areas without a place of their own are given. */
  public long mmapBase() {
    return search.base();
  }

  /** Where the top-down search for room begins; set by exec, see {@link Placement}. */
  public void mmapBase(long va) {
    search.base(va & ~PAGE_MASK);
  }

  // ---- areas

  /** The area that holds {@code va}, or null. */
  public @Nullable Vma find(long va) {
    return areas.at(va);
  }

  /** How many areas there are. */
  public int areaCount() {
    return areas.size();
  }

  /** By position, ascending by address. */
  public Vma area(int index) {
    return areas.get(index);
  }

  /** Position of the first area that ends above {@code va}, for a walk that was interrupted. */
  public int areaAbove(long va) {
    return areas.indexAbove(va);
  }

  // ---- faults

  /**
   * Resolves a page fault.
   *
   * @param va the address, any
   * @param errorCode of vector 14, or the bits of {@code exo.mem.paging.Access}
   */
  public FaultOutcome fault(long va, int errorCode) {
    FaultOutcome outcome = FaultHandling.fault(this, va, errorCode);
    while (outcome == FaultOutcome.OUT_OF_MEMORY && context.reclaimMapped()) {
      outcome = FaultHandling.fault(this, va, errorCode);
    }
    return outcome;
  }

  @Override
  public boolean resolve(long va, int access) {
    FaultOutcome outcome = fault(va, access);
    outOfMemory |= outcome == FaultOutcome.OUT_OF_MEMORY;
    return outcome == FaultOutcome.RESOLVED;
  }

  /**
   * Whether, since the last time this was asked, a page could not be had for the kernel's own
   * access to user memory: it answered EFAULT, but somebody has to be killed.
   */
  public boolean takeOutOfMemory() {
    boolean was = outOfMemory;
    outOfMemory = false;
    return was;
  }

  // ---- called by MappingList

  void zapObjectPages(Vma area, long firstIndex, long endIndex, boolean privateToo) {
    long from = addressOf(area, firstIndex);
    long to = addressOf(area, endIndex);
    if (from >= to) {
      return;
    }
    if (privateToo) {
      context.zapper.zap(this, from, to);
    } else {
      context.zapper.zapObject(this, from, to);
    }
  }

  void protectObjectPages(Vma area, long firstIndex, long endIndex) {
    long from = addressOf(area, firstIndex);
    long to = addressOf(area, endIndex);
    if (from < to) {
      context.protector.dropWrites(this, area, from, to);
    }
  }

  /** Where a page of the object is in the area, or the end of the area nearer to it. */
  private static long addressOf(Vma area, long index) {
    long pages = Math.min(Math.max(index - area.pageOffset, 0), area.pages());
    return area.start + (pages << PAGE_SHIFT);
  }

  // ---- users

  /** One more user: a thread, or somebody who looks at it for procfs. */
  public AddressSpace retain() {
    users++;
    return this;
  }

  /** One user less. The last one's going frees everything. */
  public void release() {
    if (users < 1) {
      throw new KernelBug("an address space released too often");
    }
    if (--users == 0) {
      Munmap.everything(this);
      context.tlb.invalidate(root, 0, Cpu.ALL, Invalidation.ADDRESS_SPACE_GONE);
      context.tables.destroy(root);
      context.returnSpaceNumber(number);
    }
  }

  public int users() {
    return users;
  }
}
