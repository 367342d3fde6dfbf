package exo.kernel.mm;

/**
 * Looks for room for a new area: from the mmap base down, as Linux does on x86-64.
 *
 * <p>Areas are packed, so the way down is long in a space of many. It is cut short by remembering
 * how far down there is no hole larger than so much.
 */
final class AreaSearch {
  static final long NONE = -1;

  private static final long LOW_START = 0x4000_0000L;
  private static final long LOW_END = 0x8000_0000L;

  private final AddressSpace space;
  private long base;

  /** From here up to the base no hole is larger than {@link #largestHole}. */
  private long frontier;

  private long largestHole;

  AreaSearch(AddressSpace space, long base) {
    this.space = space;
    base(base);
  }

  /** Highest address, exclusive, that the search gives. */
  long base() {
    return base;
  }

  void base(long va) {
    base = va;
    frontier = va;
    largestHole = 0;
  }

  /**
   * Highest place below the base, or, when all is full there, the lowest above it.
   *
   * @param len in bytes, whole pages
   * @return {@link #NONE} when there is no room
   */
  long find(long len) {
    long found = downwards(len);
    return found == NONE ? upwards(len, base, space.context.userTop) : found;
  }

  /** Lowest place in the second GiB: MAP_32BIT. */
  long findLow(long len) {
    return upwards(len, LOW_START, LOW_END);
  }

  /** Whether {@code [va, va + len)} is free and keeps off the guard gap of a stack above. */
  boolean isFree(long va, long len) {
    Vma above = space.areas.above(va);
    return above == null || va + len <= above.startWithGap();
  }

  /** Areas were removed: there is a hole before the area at {@code index}. */
  void holeBefore(int index) {
    AreaList areas = space.areas;
    long from = index == 0 ? 0 : areas.get(index - 1).end;
    long to = index == areas.size() ? base : Math.min(base, areas.get(index).startWithGap());
    if (to <= frontier) {
      return;
    }
    if (from < frontier) {
      frontier = to;
    } else {
      largestHole = Math.max(largestHole, to - from);
    }
  }

  private long downwards(long len) {
    if (len <= largestHole) {
      frontier = base;
      largestHole = 0;
    }
    AreaList areas = space.areas;
    int index = areas.indexAbove(frontier - 1);
    long top = frontier;
    if (index < areas.size()) {
      top = Math.min(top, areas.get(index).startWithGap());
    }
    while (true) {
      long bottom =
          index == 0
              ? AddressSpace.LOWEST
              : Math.max(AddressSpace.LOWEST, areas.get(index - 1).end);
      if (top - bottom >= len) {
        // Not yet below the place itself: the caller may find that it cannot have it.
        frontier = top;
        return top - len;
      }
      if (bottom == AddressSpace.LOWEST) {
        return NONE;
      }
      largestHole = Math.max(largestHole, top - bottom);
      index--;
      top = areas.get(index).startWithGap();
    }
  }

  private long upwards(long len, long low, long high) {
    AreaList areas = space.areas;
    int index = areas.indexAbove(low);
    long bottom = low;
    while (true) {
      boolean last = index == areas.size();
      long top = last ? high : Math.min(high, areas.get(index).startWithGap());
      if (top - bottom >= len) {
        return bottom;
      }
      if (last || areas.get(index).end >= high) {
        return NONE;
      }
      bottom = Math.max(bottom, areas.get(index).end);
      index++;
    }
  }
}
