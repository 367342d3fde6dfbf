package exo.kernel.mm;

import org.jspecify.annotations.Nullable;

/**
 * A virtual memory area: a range of pages of one address space with the same rights and the same
 * object behind them. Owned by the kernel lock; changed only by the verbs of this package.
 */
public final class Vma {
  private final AddressSpace space;
  long start;
  long end;
  int flags;
  final @Nullable PageSource source;
  final @Nullable MappedName name;

  /** Page number within the object of the first page; of anonymous memory, where it was born. */
  long pageOffset;

  /** Whether it ever held a private page: fork copies no others. */
  boolean hasPrivatePages;

  /** Position on the object's {@link MappingList}. */
  int mappingIndex;

  Vma(
      AddressSpace space,
      long start,
      long end,
      int flags,
      @Nullable PageSource source,
      long pageOffset,
      @Nullable MappedName name) {
    this.space = space;
    this.start = start;
    this.end = end;
    this.flags = flags;
    this.source = source;
    this.pageOffset = pageOffset;
    this.name = name;
  }

  public AddressSpace space() {
    return space;
  }

  /** First address. */
  public long start() {
    return start;
  }

  /** First address after it. */
  public long end() {
    return end;
  }

  public long pages() {
    return (end - start) >>> AddressSpace.PAGE_SHIFT;
  }

  /** Bits of {@link VmaFlags}. */
  public int flags() {
    return flags;
  }

  /** Null for private anonymous memory. */
  public @Nullable PageSource source() {
    return source;
  }

  /** Page number within the object of the first page. */
  public long pageOffset() {
    return pageOffset;
  }

  /** Null for anonymous memory without a name. */
  public @Nullable MappedName name() {
    return name;
  }

  public boolean isShared() {
    return has(VmaFlags.SHARED);
  }

  public boolean mayWrite() {
    return has(VmaFlags.MAY_WRITE);
  }

  /** As in {@code /proc/PID/maps}: {@code rw-p}. */
  public String rights() {
    return (has(VmaFlags.READ) ? "r" : "-")
        + (has(VmaFlags.WRITE) ? "w" : "-")
        + (has(VmaFlags.EXEC) ? "x" : "-")
        + (isShared() ? "s" : "p");
  }

  /** The last column of {@code /proc/PID/maps}; empty for memory without a name. */
  public String label() {
    MappedName named = name;
    if (named != null) {
      return named.path();
    }
    ProgramLayout layout = space.layout();
    if (start < layout.brk && end > layout.brkStart) {
      return "[heap]";
    }
    return start <= layout.stackStart && end >= layout.stackStart ? "[stack]" : "";
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Page number within the object of the page at {@code va}. */
  long index(long va) {
    return pageOffset + ((va - start) >>> AddressSpace.PAGE_SHIFT);
  }

  /** Where it begins for those who look for room: a stack keeps its guard gap free. */
  long startWithGap() {
    return has(VmaFlags.GROWS_DOWN) ? Math.max(0, start - StackGrowth.GUARD_GAP) : start;
  }

  @Override
  public String toString() {
    return Long.toHexString(start) + "-" + Long.toHexString(end) + " " + rights();
  }
}
