package exo.kernel.mm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The areas of one address space, sorted by address, none overlapping. */
final class AreaList {
  private Vma[] areas = new Vma[16];
  private int count;
  private int last;

  int size() {
    return count;
  }

  Vma get(int index) {
    return areas[index];
  }

  /** The position of the first area that ends above {@code va}; {@link #size} if there is none. */
  int indexAbove(long va) {
    int hit = last;
    if (hit < count && va < areas[hit].end && (hit == 0 || va >= areas[hit - 1].end)) {
      return hit;
    }
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (areas[middle].end > va) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    last = low;
    return low;
  }

  /** The first area that ends above {@code va}. */
  @Nullable Vma above(long va) {
    int index = indexAbove(va);
    return index < count ? areas[index] : null;
  }

  /** The area that holds {@code va}. */
  @Nullable Vma at(long va) {
    Vma area = above(va);
    return area == null || va < area.start ? null : area;
  }

  /** Whether an area lies in the range, in whole or in part. */
  boolean overlaps(long from, long to) {
    Vma area = above(from);
    return area != null && area.start < to;
  }

  int indexOf(Vma area) {
    return indexAbove(area.start);
  }

  void insert(Vma area) {
    int index = indexAbove(area.start);
    if (count == areas.length) {
      areas = Arrays.copyOf(areas, count * 2);
    }
    System.arraycopy(areas, index, areas, index + 1, count - index);
    areas[index] = area;
    count++;
  }

  @SuppressWarnings("NullAway") // Slots from count on hold nothing and nobody reads them.
  void remove(int from, int to) {
    System.arraycopy(areas, to, areas, from, count - to);
    Arrays.fill(areas, count - (to - from), count, null);
    count -= to - from;
  }
}
