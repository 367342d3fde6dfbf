package exo.kernel.vfs;

/** When reading sets atime: mount(8), "relatime". */
final class AccessTime {
  private static final long DAY_NANOS = 24L * 3600 * 1_000_000_000;

  private AccessTime() {}

  /** The contents of {@code inode} are read through {@code mount} now. */
  static void touch(Inode inode, Mount mount) {
    if (mount.has(Mount.NO_ATIME | Mount.READ_ONLY)
        || inode.superblock().noAccessTimes()
        || (mount.has(Mount.NO_DIR_ATIME) && inode.isDirectory())) {
      return;
    }
    long now = inode.superblock().now();
    long atime = inode.atime();
    if (!mount.has(Mount.RELATIVE_ATIME)
        || atime <= inode.mtime()
        || atime <= inode.ctime()
        || now - atime >= DAY_NANOS) {
      inode.accessed(now);
    }
  }
}
