package exo.kernel.mm;

import exo.kernel.abi.Errno;
import org.jspecify.annotations.Nullable;

/** Adds, cuts, joins and removes areas, keeping counters and the objects' lists right. */
final class AreaEdit {
  private AreaEdit() {}

  /** Adds an area where there is room, and joins it with its neighbours if it can be. */
  static void add(AddressSpace space, Vma area) {
    addApart(space, area);
    join(space, area.start, area.end);
  }

  /** Adds an area and leaves it one of its own. */
  static void addApart(AddressSpace space, Vma area) {
    hold(area);
    space.areas.insert(area);
    space.usage.areaAdded(area.flags, area.pages());
    Vma next = space.areas.above(area.end);
    if (next != null && next.has(VmaFlags.GROWS_DOWN)) {
      // What was the guard gap of the stack is now room like any other.
      space.search.holeBefore(space.areas.indexOf(area));
    }
  }

  private static void hold(Vma area) {
    PageSource source = area.source;
    if (source != null) {
      source.retain();
      source.mappings().add(area);
    }
  }

  private static void letGo(Vma area) {
    PageSource source = area.source;
    if (source != null) {
      source.mappings().remove(area);
      source.release();
    }
  }

  /**
   * Cuts areas so that none reaches over either end of a range that will be removed.
   *
   * @throws Errno ENOMEM when there would be too many areas afterwards; nothing changed then
   */
  static void isolateToRemove(AddressSpace space, long from, long to) throws Errno {
    Vma first = cutAt(space, from);
    Vma last = cutAt(space, to);
    if (first != null && first == last && space.areas.size() >= Accounting.MAX_AREAS) {
      throw Errno.ENOMEM;
    }
    cut(space, first, from, last, to);
  }

  private static void isolateToChange(AddressSpace space, long from, long to) throws Errno {
    Vma first = cutAt(space, from);
    Vma last = cutAt(space, to);
    int more = (first == null ? 0 : 1) + (last == null ? 0 : 1);
    if (more > 0 && space.areas.size() + more > Accounting.MAX_AREAS) {
      throw Errno.ENOMEM;
    }
    cut(space, first, from, last, to);
  }

  private static void cut(
      AddressSpace space, @Nullable Vma first, long from, @Nullable Vma last, long to) {
    if (last != null) {
      split(space, last, to);
    }
    if (first != null) {
      split(space, first, from);
    }
  }

  /** The area that has {@code va} inside it, not at its start. */
  private static @Nullable Vma cutAt(AddressSpace space, long va) {
    Vma area = space.areas.at(va);
    return area == null || area.start == va ? null : area;
  }

  private static void split(AddressSpace space, Vma area, long va) {
    Vma upper =
        new Vma(area.space(), va, area.end, area.flags, area.source, area.index(va), area.name);
    upper.hasPrivatePages = area.hasPrivatePages;
    area.end = va;
    hold(upper);
    space.areas.insert(upper);
  }

  /**
   * Joins the areas from the one that ends at {@code from} to the one that begins at {@code to}.
   */
  static void join(AddressSpace space, long from, long to) {
    AreaList areas = space.areas;
    int index = Math.max(areas.indexAbove(from) - 1, 0);
    while (index + 1 < areas.size() && areas.get(index + 1).start <= to) {
      Vma lower = areas.get(index);
      Vma upper = areas.get(index + 1);
      if (joins(lower, upper)) {
        areas.remove(index + 1, index + 2);
        lower.end = upper.end;
        lower.hasPrivatePages |= upper.hasPrivatePages;
        letGo(upper);
      } else {
        index++;
      }
    }
  }

  private static boolean joins(Vma lower, Vma upper) {
    return lower.end == upper.start
        && lower.flags == upper.flags
        && lower.source == upper.source
        && (lower.name == null ? upper.name == null : lower.name.equals(upper.name))
        && lower.index(lower.end) == upper.pageOffset;
  }

  /**
   * Changes the flags of part of one area, which becomes an area of its own or joins others.
   *
   * @throws Errno ENOMEM when there would be too many areas; nothing changed then
   */
  static void changeFlags(AddressSpace space, long from, long to, int flags) throws Errno {
    isolateToChange(space, from, to);
    Vma area = space.areas.get(space.areas.indexAbove(from));
    space.usage.areaRemoved(area.flags, area.pages());
    area.flags = flags;
    space.usage.areaAdded(flags, area.pages());
    join(space, from, to);
  }

  /** Removes the areas that begin in the range, with their pages. */
  static void removeAll(AddressSpace space, long from, long to) {
    AreaList areas = space.areas;
    int first = areas.indexAbove(from);
    int end = first;
    while (end < areas.size() && areas.get(end).start < to) {
      Vma area = areas.get(end++);
      space.usage.areaRemoved(area.flags, area.pages());
      space.context.zapper.unmap(space, area.start, area.end);
      letGo(area);
    }
    areas.remove(first, end);
    space.search.holeBefore(first);
  }
}
