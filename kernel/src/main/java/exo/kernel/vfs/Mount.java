package exo.kernel.vfs;

import exo.kernel.abi.Statfs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system, or a part of one, shown at a place: with flags of its own, on top of a directory
 * of another mount. Owned by the kernel lock.
 */
public final class Mount {
  /** Flags that belong to a mount: ST_* bits as statfs(2) shows them. */
  public static final int READ_ONLY = Statfs.ST_RDONLY;

  public static final int NO_SUID = Statfs.ST_NOSUID;
  public static final int NO_DEV = Statfs.ST_NODEV;
  public static final int NO_EXEC = Statfs.ST_NOEXEC;
  public static final int NO_ATIME = Statfs.ST_NOATIME;
  public static final int NO_DIR_ATIME = Statfs.ST_NODIRATIME;
  public static final int RELATIVE_ATIME = Statfs.ST_RELATIME;
  public static final int NO_SYMLINKS = Statfs.ST_NOSYMFOLLOW;

  private final int id;
  private final Superblock superblock;
  private final Dentry root;
  private final String source;
  private int flags;

  // The place, while mounted.
  private @Nullable MountNamespace namespace;
  private @Nullable Mount parent;
  private @Nullable Dentry mountpoint;
  private final List<Mount> children = new ArrayList<>(0);

  /** The next mount on the same dentry: another namespace's, or on another mount of it. */
  private @Nullable Mount nextHere;

  private int users;
  private int writers;
  private boolean released;

  /**
   * A mount that is not yet shown anywhere.
   *
   * @param root the dentry shown: the file system's root, or any other for a bind mount
   * @param source what {@code /proc/mounts} shows first
   * @param flags of the constants here
   */
  public Mount(Dentry root, String source, int flags) {
    this.superblock = root.superblock();
    this.id = superblock.vfs().nextMount();
    this.root = root;
    this.source = source;
    this.flags = flags;
    superblock.addUser();
    root.pin();
  }

  /** A number no other mount of the machine has or had. */
  public int id() {
    return id;
  }

  public Superblock superblock() {
    return superblock;
  }

  public Dentry root() {
    return root;
  }

  public Path rootPath() {
    return new Path(this, root);
  }

  public String source() {
    return source;
  }

  public int flags() {
    return flags;
  }

  void flags(int newFlags) {
    flags = newFlags;
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether nothing can be written through this mount. */
  public boolean isReadOnly() {
    return has(READ_ONLY) || superblock.isReadOnly();
  }

  /** Null while it is in no tree. */
  public @Nullable MountNamespace namespace() {
    return namespace;
  }

  /** The mount it stands on; null for the root of a tree. */
  public @Nullable Mount parent() {
    return parent;
  }

  /** Where on the parent it stands; null for the root of a tree. */
  public @Nullable Dentry mountpoint() {
    return mountpoint;
  }

  /** The mounts on this one, in the order of mounting. */
  public List<Mount> children() {
    return children;
  }

  /** The mount on top of that place of this mount, or null. */
  @Nullable Mount on(Dentry dentry) {
    for (Mount m = dentry.mountsHere; m != null; m = m.nextHere) {
      if (m.parent == this) {
        return m;
      }
    }
    return null;
  }

  void attach(MountNamespace to, @Nullable Mount newParent, @Nullable Dentry at) {
    namespace = to;
    parent = newParent;
    mountpoint = at;
    if (newParent != null && at != null) {
      newParent.children.add(this);
      newParent.retain();
      at.pin();
      nextHere = at.mountsHere;
      at.mountsHere = this;
    }
  }

  void detach() {
    Mount oldParent = parent;
    Dentry at = mountpoint;
    namespace = null;
    parent = null;
    mountpoint = null;
    if (oldParent != null && at != null) {
      unlinkFrom(at);
      oldParent.children.remove(this);
      at.unpin();
      oldParent.release();
    }
    releaseIfUnused();
  }

  /** Takes it from where it is without ending it; {@link #attach} follows. */
  void lift() {
    users++;
    detach();
    users--;
  }

  private void unlinkFrom(Dentry at) {
    Mount before = null;
    for (Mount m = at.mountsHere; m != this; m = m.nextHere) {
      if (m == null) {
        return;
      }
      before = m;
    }
    if (before == null) {
      at.mountsHere = nextHere;
    } else {
      before.nextHere = nextHere;
    }
    nextHere = null;
  }

  /** An open file, a current or root directory, or a mount on it keeps it busy. */
  public void retain() {
    users++;
  }

  public void release() {
    users--;
    releaseIfUnused();
  }

  private void releaseIfUnused() {
    if (users == 0 && namespace == null && !released) {
      released = true;
      root.unpin();
      superblock.removeUser();
    }
  }

  /** Whether something but mounts on it uses it. */
  boolean isBusy() {
    return users > children.size();
  }

  void addWriter() {
    writers++;
    superblock.addWriter();
  }

  void removeWriter() {
    writers--;
    superblock.removeWriter();
  }

  /** Whether a descriptor writes to a file through it. */
  boolean hasWriters() {
    return writers > 0;
  }

  @Override
  public String toString() {
    return superblock.type().name() + " mount " + id;
  }
}
