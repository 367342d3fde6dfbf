package exo.kernel.vfs;

/**
 * A place in the tree: a dentry seen through a mount. A path that is kept from one operation to the
 * next must be {@link #retain retained}, or its dentry may be forgotten and its mount go.
 */
public record Path(Mount mount, Dentry dentry) {
  /** What it leads to. The dentry of a path that a walk answered is never negative. */
  public Inode inode() {
    return dentry.inode();
  }

  /** Keeps the mount busy and the dentry cached, until {@link #release}. */
  public void retain() {
    mount.retain();
    dentry.pin();
  }

  public void release() {
    dentry.unpin();
    mount.release();
  }

  /** The absolute path from the root of its tree, as {@code /proc/self/maps} shows it. */
  @Override
  public String toString() {
    return PathText.of(this);
  }
}
