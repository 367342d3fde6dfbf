package exo.kernel.vfs;

import exo.kernel.abi.KernelBug;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name in a directory as the cache knows it: positive (with an inode), or negative (it is known
 * that there is none). Each directory's dentry has a hash table of its children, so that one step
 * of a path walk hashes a few characters and makes nothing.
 *
 * <p>Once its name is removed or replaced a dentry is {@link #isDeleted deleted} for ever; those
 * who hold it (an open file, a current directory) keep their inode. Owned by the kernel lock.
 */
public final class Dentry {
  private final Superblock superblock;
  private Dentry parent;
  private String name;
  private int hash;
  private @Nullable Inode inode;

  /** Whether this dentry is counted among the users of its inode. */
  private boolean holdsInode;

  private boolean deleted;

  // Children: buckets of lists, a power of two many; null while there are none.
  private @Nullable Dentry @Nullable [] children;
  private int childCount;
  private @Nullable Dentry nextInBucket;

  // The cache's: open files, mounts and current directories pin; walks mark as referenced.
  private int pins;
  boolean referenced;
  @Nullable Dentry newer;
  @Nullable Dentry older;
  boolean listed;

  // The mounts on this dentry, in any namespace; linked through Mount.nextHere.
  @Nullable Mount mountsHere;

  @SuppressWarnings("NullAway") // a root is its own parent
  private Dentry(
      Superblock superblock, @Nullable Dentry parent, String name, @Nullable Inode inode) {
    this.superblock = superblock;
    this.parent = parent == null ? this : parent;
    this.name = name;
    this.inode = inode;
    if (inode != null) {
      inode.retain();
      holdsInode = true;
    }
  }

  static Dentry root(Superblock superblock, Inode inode) {
    return new Dentry(superblock, null, "/", inode);
  }

  /**
   * A dentry that stands in no directory: a pipe, a socket, an unnamed file.
   *
   * @param name what {@code /proc/self/fd} shows
   */
  public static Dentry unnamed(Superblock superblock, String name, Inode inode) {
    Dentry d = new Dentry(superblock, null, name, inode);
    d.deleted = true;
    return d;
  }

  /** As {@link #unnamed}, shown in a directory as a deleted file of it: O_TMPFILE. */
  static Dentry deletedIn(Dentry parent, String name, Inode inode) {
    Dentry d = new Dentry(parent.superblock, parent, name, inode);
    d.deleted = true;
    return d;
  }

  public Superblock superblock() {
    return superblock;
  }

  /** The directory's dentry; a root's is itself. */
  public Dentry parent() {
    return parent;
  }

  public String name() {
    return name;
  }

  /** Null if the dentry is negative. */
  public @Nullable Inode inodeOrNull() {
    return inode;
  }

  public Inode inode() {
    Inode i = inode;
    if (i == null) {
      throw new KernelBug("no inode behind the name " + name);
    }
    return i;
  }

  public boolean isNegative() {
    return inode == null;
  }

  /** Its name was removed; paths through it say so. */
  public boolean isDeleted() {
    return deleted;
  }

  public boolean isRoot() {
    return parent == this;
  }

  /** Whether this is {@code other} or lies below it. */
  public boolean isWithin(Dentry other) {
    for (Dentry d = this; ; d = d.parent) {
      if (d == other) {
        return true;
      }
      if (d.parent == d) {
        return false;
      }
    }
  }

  // Children.

  static int hash(String text, int from, int to) {
    int h = 0;
    for (int i = from; i < to; i++) {
      h = h * 31 + text.charAt(i);
    }
    return h ^ h >>> 15;
  }

  /** The cached child whose name is that part of {@code text}, or null if the cache has none. */
  @Nullable Dentry child(String text, int from, int to, int hashOfPart) {
    @Nullable Dentry[] table = children;
    if (table == null) {
      return null;
    }
    for (Dentry d = table[hashOfPart & table.length - 1]; d != null; d = d.nextInBucket) {
      if (d.hash == hashOfPart && d.name.length() == to - from && text.startsWith(d.name, from)) {
        d.referenced = true;
        return d;
      }
    }
    return null;
  }

  /** The cached child of that name, or null if the cache has none. */
  @Nullable Dentry child(String childName) {
    int end = childName.length();
    return child(childName, 0, end, hash(childName, 0, end));
  }

  /** Caches what a lookup answered; a negative dentry of that name becomes positive. */
  Dentry add(String childName, @Nullable Inode found) {
    Dentry d = child(childName);
    if (d != null) {
      if (d.inode != null || found == null) {
        throw new KernelBug("the name " + childName + " is cached twice");
      }
      found.retain();
      d.inode = found;
      d.holdsInode = true;
      return d;
    }
    d = new Dentry(superblock, this, childName, found);
    insert(d);
    d.referenced = true;
    superblock.vfs().dentries().added(d);
    return d;
  }

  private void insert(Dentry d) {
    @Nullable Dentry[] table = children;
    if (table == null) {
      table = new Dentry[4];
      children = table;
    } else if (childCount >= table.length) {
      table = grow(table);
      children = table;
    }
    d.hash = hash(d.name, 0, d.name.length());
    int bucket = d.hash & table.length - 1;
    d.nextInBucket = table[bucket];
    table[bucket] = d;
    childCount++;
  }

  private static @Nullable Dentry[] grow(@Nullable Dentry[] old) {
    @Nullable Dentry[] table = new Dentry[old.length * 2];
    for (Dentry first : old) {
      Dentry next;
      for (Dentry d = first; d != null; d = next) {
        next = d.nextInBucket;
        int bucket = d.hash & table.length - 1;
        d.nextInBucket = table[bucket];
        table[bucket] = d;
      }
    }
    return table;
  }

  private void remove(Dentry d) {
    @Nullable Dentry[] table = children;
    if (table == null) {
      throw new KernelBug("no children, so none to remove");
    }
    int bucket = d.hash & table.length - 1;
    Dentry before = null;
    for (Dentry at = table[bucket]; at != d; at = at.nextInBucket) {
      if (at == null) {
        throw new KernelBug("the name " + d.name + " is not in its directory");
      }
      before = at;
    }
    if (before == null) {
      table[bucket] = d.nextInBucket;
    } else {
      before.nextInBucket = d.nextInBucket;
    }
    d.nextInBucket = null;
    if (--childCount == 0) {
      children = null;
    }
  }

  boolean hasChildren() {
    return childCount > 0;
  }

  // Life.

  /**
   * Its name was removed, replaced, found to be out of date, or is forgotten by the cache; so are
   * those below. Who holds one of them keeps its inode.
   */
  void delete() {
    if (deleted) {
      return;
    }
    deleteChildren();
    deleteAlone();
  }

  private void deleteAlone() {
    deleted = true;
    parent.remove(this);
    superblock.vfs().dentries().removed(this);
    if (pins == 0) {
      dropInode();
    }
  }

  /** The file system goes: forgets everything below, and lets go of the root's inode. */
  void dropTree() {
    deleteChildren();
    dropInode();
  }

  /** Without recursion: a guest makes trees deeper than any Java stack. */
  private void deleteChildren() {
    if (children == null) {
      return;
    }
    List<Dentry> below = new ArrayList<>();
    addChildrenTo(below);
    for (int i = 0; i < below.size(); i++) {
      below.get(i).addChildrenTo(below);
    }
    for (int i = below.size() - 1; i >= 0; i--) {
      below.get(i).deleteAlone();
    }
  }

  private void addChildrenTo(List<Dentry> list) {
    @Nullable Dentry[] table = children;
    if (table == null) {
      return;
    }
    for (Dentry first : table) {
      for (Dentry d = first; d != null; d = d.nextInBucket) {
        list.add(d);
      }
    }
  }

  private void dropInode() {
    Inode i = inode;
    if (i != null && holdsInode) {
      holdsInode = false;
      if (deleted && i.links() == 0) {
        Notify.deleted(i);
      }
      i.release();
    }
  }

  /** The name moves; the dentry that had the new name was deleted. */
  void move(Dentry newParent, String newName) {
    Dentry absent = newParent.child(newName);
    if (absent != null) {
      // It was known that there is none.
      absent.delete();
    }
    parent.remove(this);
    parent = newParent;
    name = newName;
    newParent.insert(this);
  }

  /** Two names change places. */
  static void exchange(Dentry a, Dentry b) {
    Dentry parentOfA = a.parent;
    String nameOfA = a.name;
    parentOfA.remove(a);
    b.parent.remove(b);
    a.parent = b.parent;
    a.name = b.name;
    b.parent = parentOfA;
    b.name = nameOfA;
    a.parent.insert(a);
    b.parent.insert(b);
  }

  /** Somebody holds it for longer than one operation. */
  void pin() {
    Inode i = inode;
    if (pins++ == 0 && i != null && !holdsInode) {
      i.retain();
      holdsInode = true;
    }
  }

  void unpin() {
    if (--pins == 0 && deleted) {
      dropInode();
    } else if (pins < 0) {
      throw new KernelBug("the name " + name + " was let go of twice");
    }
  }

  boolean isPinned() {
    return pins > 0;
  }

  @Override
  public String toString() {
    return (inode == null ? "no " : "") + name + (deleted ? " (deleted)" : "");
  }
}
