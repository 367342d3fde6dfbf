package exo.kernel.mm;

import java.util.ArrayList;
import java.util.List;

/** The areas of all address spaces that map one {@link PageSource}. Owned by the kernel lock. */
public final class MappingList {
  private final List<Vma> areas = new ArrayList<>(2);

  void add(Vma area) {
    area.mappingIndex = areas.size();
    areas.add(area);
  }

  void remove(Vma area) {
    int index = area.mappingIndex;
    if (index >= areas.size() || areas.get(index) != area) {
      throw new IllegalStateException("an area that is not on its object's list");
    }
    Vma last = areas.removeLast();
    if (last != area) {
      areas.set(index, last);
      last.mappingIndex = index;
    }
  }

  public boolean isEmpty() {
    return areas.isEmpty();
  }

  /** Whether some shared mapping may write, now or after mprotect(2): what F_SEAL_WRITE asks. */
  public boolean hasSharedWritable() {
    for (Vma area : areas) {
      if (area.isShared() && area.mayWrite()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the pages from {@code firstIndex} on out of every mapping, private copies included, as
   * truncate(2) does: the next access finds the object shorter.
   */
  public void unmapFrom(long firstIndex) {
    for (Vma area : areas) {
      area.space().zapObjectPages(area, firstIndex, Long.MAX_VALUE, true);
    }
  }

  /**
   * Takes a range of the object's own pages out of every mapping (private copies stay): a hole was
   * punched or a page is to be dropped from the cache.
   */
  public void unmapRange(long firstIndex, long endIndex) {
    for (Vma area : areas) {
      area.space().zapObjectPages(area, firstIndex, endIndex, false);
    }
  }

  /**
   * Makes shared mappings of a range read-only again, before it is written back: the next write
   * asks {@link PageSource#page} once more.
   */
  public void protectFromWrites(long firstIndex, long endIndex) {
    for (Vma area : areas) {
      if (area.isShared()) {
        area.space().protectObjectPages(area, firstIndex, endIndex);
      }
    }
  }
}
