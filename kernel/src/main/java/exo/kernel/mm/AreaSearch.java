package exo.kernel.mm;

/** Looks for room for a new area: from the mmap base down, as Linux does on x86-64. */
final class AreaSearch {
  static final long NONE = -1;

  private static final long LOW_START = 0x4000_0000L;
  private static final long LOW_END = 0x8000_0000L;

  private AreaSearch() {}

  /**
   * Highest place below the mmap base, or, when all is full there, the lowest above it.
   *
   * @param len in bytes, whole pages
   * @return {@link #NONE} when there is no room
   */
  static long find(AddressSpace space, long len) {
    long found = downwards(space, len, space.mmapBase, AddressSpace.LOWEST);
    return found == NONE ? upwards(space, len, space.mmapBase, space.context.userTop) : found;
  }

  /** Lowest place in the second GiB: MAP_32BIT. */
  static long findLow(AddressSpace space, long len) {
    return upwards(space, len, LOW_START, LOW_END);
  }

  /** Whether {@code [va, va + len)} is free and keeps off the guard gap of a stack above. */
  static boolean isFree(AddressSpace space, long va, long len) {
    Vma above = space.areas.above(va);
    return above == null || va + len <= above.startWithGap();
  }

  private static long downwards(AddressSpace space, long len, long high, long low) {
    AreaList areas = space.areas;
    int index = areas.indexAbove(high - 1);
    long top = high;
    if (index < areas.size()) {
      top = Math.min(top, areas.get(index).startWithGap());
    }
    while (true) {
      long bottom = index == 0 ? low : Math.max(low, areas.get(index - 1).end);
      if (top - bottom >= len) {
        return top - len;
      }
      if (bottom == low) {
        return NONE;
      }
      index--;
      top = areas.get(index).startWithGap();
    }
  }

  private static long upwards(AddressSpace space, long len, long low, long high) {
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
