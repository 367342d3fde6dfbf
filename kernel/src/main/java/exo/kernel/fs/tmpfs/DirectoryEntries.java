package exo.kernel.fs.tmpfs;

import exo.kernel.abi.KernelBug;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Inode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory: by name, and in the order in which they came. Each has a number that
 * only grows, which serves as the position of readdir(3): it never moves, and looking for the next
 * is a binary search.
 */
final class DirectoryEntries {
  /** The position of the first entry: "." and ".." come before. */
  static final long FIRST = 2;

  private static final Entry[] NONE = new Entry[0];

  private static final class Entry {
    private final String name;
    private Inode inode;
    private final long position;
    private boolean removed;

    private Entry(String name, Inode inode, long position) {
      this.name = name;
      this.inode = inode;
      this.position = position;
    }
  }

  private final Map<String, Entry> byName = new HashMap<>();

  // Ascending positions; removed entries stay until they are more than the others.
  private Entry[] ordered = NONE;
  private int used;
  private long nextPosition = FIRST;

  int size() {
    return byName.size();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** The position that the next entry will have. */
  long nextPosition() {
    return nextPosition;
  }

  @Nullable Inode get(String name) {
    Entry e = byName.get(name);
    return e == null ? null : e.inode;
  }

  void add(String name, Inode inode) {
    if (used == ordered.length) {
      ordered = Arrays.copyOf(ordered, Math.max(4, used * 2));
    }
    Entry e = new Entry(name, inode, nextPosition++);
    if (byName.put(name, e) != null) {
      throw new KernelBug("the name " + name + " is in the directory already");
    }
    ordered[used++] = e;
  }

  void remove(String name) {
    Entry e = byName.remove(name);
    if (e == null) {
      throw new KernelBug("the name " + name + " is not in the directory");
    }
    e.removed = true;
    if (used > 2 * byName.size() + 4) {
      compact();
    }
  }

  /** Another inode takes an entry's place, name and position. */
  void replace(String name, Inode inode) {
    Entry e = byName.get(name);
    if (e == null) {
      throw new KernelBug("the name " + name + " is not in the directory");
    }
    e.inode = inode;
  }

  private void compact() {
    Entry[] left = new Entry[byName.size() + 4];
    int n = 0;
    for (int i = 0; i < used; i++) {
      if (!ordered[i].removed) {
        left[n++] = ordered[i];
      }
    }
    ordered = left;
    used = n;
  }

  /**
   * Hands entries to the visitor.
   *
   * @param from first position
   * @param end entries from this position on are left out
   * @return where the next call begins
   */
  long visit(long from, long end, DirectoryVisitor visitor) {
    long next = from;
    for (int i = find(from); i < used; i++) {
      Entry e = ordered[i];
      if (e.position >= end) {
        break;
      }
      if (e.removed) {
        continue;
      }
      if (!visitor.entry(e.name, e.inode.number(), e.inode.type() >> 12, e.position + 1)) {
        break;
      }
      next = e.position + 1;
    }
    return next;
  }

  /** Index of the first entry at that position or later. */
  private int find(long position) {
    int low = 0;
    int high = used;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ordered[middle].position < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Hands out every inode that has a name here. */
  void forEach(Consumer<Inode> action) {
    for (Entry e : byName.values()) {
      action.accept(e.inode);
    }
  }
}
