package exo.kernel.fs.overlayfs;

import exo.kernel.abi.KernelBug;
import exo.kernel.vfs.DirectoryVisitor;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The names of a directory that are not as in the lower layer: added ones, those that lead to
 * another inode now, and those that were removed.
 */
final class DifferingNames {
  /** Positions of added entries begin here, after those of any lower directory. */
  private static final long FIRST = 1L << 40;

  /**
   * @param inode what has the name now; null where it was removed
   * @param position of an added entry; 0 where the lower layer has the name too, whose place counts
   */
  record Entry(String name, @Nullable OverlayInode inode, long position) {
    private boolean isInLower() {
      return position == 0;
    }
  }

  private final Map<String, Entry> byName = new HashMap<>();
  private final NavigableMap<Long, Entry> added = new TreeMap<>();
  private int inodes;
  private long lastPosition = FIRST;

  @Nullable Entry get(String name) {
    return byName.get(name);
  }

  /** Names that lead to something. */
  int size() {
    return inodes;
  }

  boolean hasInodes() {
    return inodes > 0;
  }

  long nextPosition() {
    return lastPosition + 1;
  }

  /**
   * A name leads there from now on.
   *
   * @param replaces whether it leads elsewhere till now; else it is free
   */
  void put(String name, OverlayInode inode, boolean replaces) {
    Entry old = byName.get(name);
    boolean inLower = old == null ? replaces : old.isInLower();
    long position = inLower ? 0 : old == null ? ++lastPosition : old.position;
    Entry e = new Entry(name, inode, position);
    byName.put(name, e);
    if (!inLower) {
      added.put(position, e);
    }
    if (old == null || old.inode == null) {
      inodes++;
    }
  }

  /** A name leads nowhere any more. */
  void remove(String name) {
    Entry old = byName.get(name);
    if (old != null && old.inode == null) {
      throw new KernelBug("the name " + name + " was removed already");
    }
    if (old != null) {
      inodes--;
    }
    if (old == null || old.isInLower()) {
      byName.put(name, new Entry(name, null, 0));
    } else {
      byName.remove(name);
      added.remove(old.position);
    }
  }

  /**
   * Hands added entries to the visitor, from a position on or all; answers the position reached.
   */
  long visitAdded(long from, long end, DirectoryVisitor visitor) {
    long at = from;
    for (Entry e : added.subMap(Math.max(from, FIRST), Math.max(end, FIRST)).values()) {
      OverlayInode inode = e.inode;
      if (inode == null) {
        throw new KernelBug("an added entry without an inode");
      }
      if (!visitor.entry(e.name, inode.number(), inode.type() >> 12, e.position + 1)) {
        break;
      }
      at = e.position + 1;
    }
    return at;
  }

  void forEach(Consumer<OverlayInode> visitor) {
    for (Entry e : byName.values()) {
      if (e.inode != null) {
        visitor.accept(e.inode);
      }
    }
  }
}
