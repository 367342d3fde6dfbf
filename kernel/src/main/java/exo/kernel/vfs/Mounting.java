package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes to a tree of mounts that mount(2), umount2(2) and pivot_root(2) make. Mounts are
 * private: nothing propagates. Capabilities are the caller's to check.
 */
public final class Mounting {
  private Mounting() {}

  /**
   * Mounts all of a file system on a place.
   *
   * @param flags of {@link Mount}
   * @throws Errno ENOTDIR if one is a directory and the other not, ENOENT if the place was removed
   */
  public static Mount mount(Superblock superblock, String source, int flags, Path at) throws Errno {
    return attach(superblock.root(), source, flags, at);
  }

  /**
   * MS_BIND: shows what is at one place at another too.
   *
   * @param recursive with the mounts below it: MS_REC
   */
  public static Mount bind(Path from, Path at, boolean recursive) throws Errno {
    Mount original = from.mount();
    List<Mount> below = new ArrayList<>();
    if (recursive) {
      for (Mount m : original.children()) {
        Dentry point = m.mountpoint();
        if (point != null && point.isWithin(from.dentry())) {
          below.add(m);
        }
      }
    }
    Mount copy = attach(from.dentry(), original.source(), original.flags(), at);
    for (Mount m : below) {
      copyBelow(m, copy);
    }
    return copy;
  }

  private static void copyBelow(Mount original, Mount on) {
    MountNamespace namespace = on.namespace();
    Dentry point = original.mountpoint();
    if (namespace == null || point == null) {
      return;
    }
    List<Mount> below = List.copyOf(original.children());
    Mount copy = new Mount(original.root(), original.source(), original.flags());
    namespace.add(copy, on, point);
    for (Mount m : below) {
      copyBelow(m, copy);
    }
  }

  private static Mount attach(Dentry root, String source, int flags, Path at) throws Errno {
    Path top = topOf(at);
    MountNamespace namespace = namespaceOf(top);
    if (root.inode().isDirectory() != top.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    if (top.dentry().isDeleted()) {
      throw Errno.ENOENT;
    }
    Mount mount = new Mount(root, source, flags);
    namespace.add(mount, top.mount(), top.dentry());
    return mount;
  }

  /**
   * A mount that is shown nowhere, as a file that names its root. It ends with the file unless
   * {@link #place} puts it somewhere. fsmount(2), open_tree(2).
   */
  public static OpenFile openDetached(Dentry root, String source, int flags) {
    return openPlace(new Mount(root, source, flags).rootPath());
  }

  /** A file that names a place and does nothing else, as by O_PATH. */
  public static OpenFile openPlace(Path at) {
    return new PathOnlyFile(at, Fcntl.O_PATH);
  }

  /**
   * Puts a mount that is shown nowhere to its place: move_mount(2).
   *
   * @throws Errno EINVAL if {@code detached} is not its root, ENOTDIR, ENOENT
   */
  public static void place(Path detached, Path at) throws Errno {
    Mount mount = detached.mount();
    if (detached.dentry() != mount.root()) {
      throw Errno.EINVAL;
    }
    Path top = topOf(at);
    MountNamespace namespace = namespaceOf(top);
    if (mount.root().inode().isDirectory() != top.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    if (top.dentry().isDeleted()) {
      throw Errno.ENOENT;
    }
    namespace.add(mount, top.mount(), top.dentry());
  }

  /** What is seen at a place, where mounts may cover it. */
  private static Path topOf(Path at) {
    Path top = at;
    for (Mount m = at.mount().on(at.dentry()); m != null; m = m.on(m.root())) {
      top = m.rootPath();
    }
    return top;
  }

  private static MountNamespace namespaceOf(Path path) throws Errno {
    MountNamespace namespace = path.mount().namespace();
    if (namespace == null) {
      throw Errno.EINVAL;
    }
    return namespace;
  }

  /**
   * Unmounts what is mounted at a place.
   *
   * @param at the root of the mount, as a walk there answers
   * @param lazily MNT_DETACH: even if it is busy, with all below; it ends when its last user goes
   * @throws Errno EINVAL if it is no root of a mount, EBUSY
   */
  public static void unmount(Path at, boolean lazily) throws Errno {
    Mount mount = at.mount();
    MountNamespace namespace = namespaceOf(at);
    if (at.dentry() != mount.root() || mount.parent() == null) {
      throw Errno.EINVAL;
    }
    if (lazily) {
      detachTree(namespace, mount);
      return;
    }
    if (mount.isBusy() || !mount.children().isEmpty()) {
      throw Errno.EBUSY;
    }
    namespace.remove(mount);
  }

  private static void detachTree(MountNamespace namespace, Mount mount) {
    for (Mount below : List.copyOf(mount.children())) {
      detachTree(namespace, below);
    }
    namespace.remove(mount);
  }

  /**
   * MS_MOVE: a mount goes to another place, with all on it.
   *
   * @throws Errno EINVAL if {@code from} is no root of a mount or is the tree's, ELOOP if the new
   *     place is below it, ENOTDIR
   */
  public static void move(Path from, Path to) throws Errno {
    Mount mount = from.mount();
    if (from.dentry() != mount.root() || mount.parent() == null) {
      throw Errno.EINVAL;
    }
    MountNamespace namespace = namespaceOf(from);
    if (mount.root().inode().isDirectory() != to.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    for (Mount m = to.mount(); m != null; m = m.parent()) {
      if (m == mount) {
        throw Errno.ELOOP;
      }
    }
    Path top = topOf(to);
    mount.lift();
    mount.attach(namespace, top.mount(), top.dentry());
  }

  /**
   * MS_REMOUNT: other flags for a mount, and for its file system unless MS_BIND was given.
   *
   * @param flags of {@link Mount}
   * @throws Errno EINVAL if {@code at} is no root of a mount; EBUSY if it is to become read-only
   *     while somebody writes
   */
  public static void remount(Path at, int flags, boolean mountOnly, String options) throws Errno {
    Mount mount = at.mount();
    if (at.dentry() != mount.root()) {
      throw Errno.EINVAL;
    }
    boolean readOnly = (flags & Mount.READ_ONLY) != 0;
    Superblock superblock = mount.superblock();
    if (readOnly && (mountOnly ? mount.hasWriters() : superblock.hasWriters())) {
      throw Errno.EBUSY;
    }
    if (!mountOnly) {
      superblock.reconfigure(options);
      superblock.readOnly(readOnly);
    }
    mount.flags(flags);
  }

  /**
   * pivot_root(2): {@code newRoot} becomes the root of the tree, and what was is seen at {@code
   * putOld} below it. The caller then changes the directories of processes that were at the old
   * one.
   *
   * @param current the caller's root
   */
  public static void pivotRoot(Path current, Path newRoot, Path putOld) throws Errno {
    Mount fresh = newRoot.mount();
    Mount old = current.mount();
    if (fresh == old || putOld.mount() == old) {
      throw Errno.EBUSY;
    }
    if (newRoot.dentry() != fresh.root()
        || current.dentry() != old.root()
        || fresh.parent() == null
        || !isBelow(putOld, newRoot)) {
      throw Errno.EINVAL;
    }
    MountNamespace namespace = namespaceOf(newRoot);
    Mount oldParent = old.parent();
    Dentry oldPoint = old.mountpoint();
    fresh.lift();
    old.lift();
    fresh.attach(namespace, oldParent, oldPoint);
    if (oldParent == null) {
      namespace.root(fresh);
    }
    old.attach(namespace, putOld.mount(), putOld.dentry());
  }

  private static boolean isBelow(Path path, Path ancestor) {
    Mount m = path.mount();
    Dentry d = path.dentry();
    while (m != ancestor.mount()) {
      Dentry point = m.mountpoint();
      Mount parent = m.parent();
      if (point == null || parent == null) {
        return false;
      }
      m = parent;
      d = point;
    }
    return d.isWithin(ancestor.dentry());
  }
}
