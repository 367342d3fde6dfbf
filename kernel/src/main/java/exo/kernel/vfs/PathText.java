package exo.kernel.vfs;

import org.jspecify.annotations.Nullable;

/** Paths as text: what getcwd(2) and the links of {@code /proc} show. */
public final class PathText {
  static final String DELETED = " (deleted)";

  private static final String UNREACHABLE = "(unreachable)";

  private PathText() {}

  /** The absolute path from the root of the tree that the path is in. */
  public static String of(Path path) {
    return text(path, null, "");
  }

  /**
   * The absolute path as a process with that root sees it; one that cannot be reached from there is
   * shown from the root of its tree.
   */
  public static String of(Path path, Path root) {
    return text(path, root, "");
  }

  /** As {@link #of(Path, Path)}, one that cannot be reached so marked: getcwd(2). */
  static String ofCurrent(Path path, Path root) {
    return text(path, root, UNREACHABLE);
  }

  private static String text(Path path, @Nullable Path root, String unreachable) {
    Dentry dentry = path.dentry();
    if (dentry.superblock().isInternal()) {
      return dentry.name();
    }
    // Components from the last to the first.
    StringBuilder reversed = new StringBuilder(64);
    Mount mount = path.mount();
    boolean reached = false;
    while (true) {
      if (root != null && mount == root.mount() && dentry == root.dentry()) {
        reached = true;
        break;
      }
      if (dentry == mount.root() || dentry.isRoot()) {
        Dentry at = mount.mountpoint();
        Mount parent = mount.parent();
        if (at == null || parent == null) {
          break;
        }
        mount = parent;
        dentry = at;
        continue;
      }
      String name = dentry.name();
      for (int i = name.length() - 1; i >= 0; i--) {
        reversed.append(name.charAt(i));
      }
      reversed.append('/');
      dentry = dentry.parent();
    }
    if (reversed.isEmpty()) {
      reversed.append('/');
    }
    String text = reversed.reverse().toString();
    if (root != null && !reached) {
      text = unreachable + text;
    }
    return path.dentry().isDeleted() ? text + DELETED : text;
  }
}
