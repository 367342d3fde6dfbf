package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;

/** stat(2), statx(2), statfs(2), access(2). */
public final class Statuses {
  private static final int STAT_FLAGS =
      Fcntl.AT_SYMLINK_NOFOLLOW
          | Fcntl.AT_NO_AUTOMOUNT
          | Fcntl.AT_EMPTY_PATH
          | Fcntl.AT_STATX_SYNC_TYPE;

  private static final int ACCESS_FLAGS =
      Fcntl.AT_EACCESS | Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH;

  private Statuses() {}

  /**
   * fstatat(2), statx(2).
   *
   * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, AT_NO_AUTOMOUNT, AT_STATX_*
   */
  public static void stat(Caller who, int dirfd, String path, int flags, FileStatus out)
      throws Errno {
    if ((flags & ~STAT_FLAGS) != 0) {
      throw Errno.EINVAL;
    }
    PathWalk walk = who.fs().walk;
    walk.resolve(who, dirfd, path, walkFlags(flags));
    fill(walk.mount(), walk.dentry(), out);
  }

  /** fstat(2). */
  public static void stat(OpenFile file, FileStatus out) throws Errno {
    fill(file.path().mount(), file.path().dentry(), out);
  }

  private static void fill(Mount mount, Dentry dentry, FileStatus out) throws Errno {
    Inode inode = dentry.inode();
    inode.refresh();
    inode.status(out);
    out.mountId = mount.id();
    out.attributesMask |= Stat.STATX_ATTR_MOUNT_ROOT;
    if (dentry == mount.root()) {
      out.attributes |= Stat.STATX_ATTR_MOUNT_ROOT;
    }
  }

  /** statfs(2). */
  public static void statfs(Caller who, String path, FileSystemStatus out) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.resolve(who, Fcntl.AT_FDCWD, path, PathWalk.FOLLOW);
    statfs(walk.mount(), out);
  }

  /** fstatfs(2). */
  public static void statfs(OpenFile file, FileSystemStatus out) throws Errno {
    statfs(file.path().mount(), out);
  }

  private static void statfs(Mount mount, FileSystemStatus out) throws Errno {
    Superblock superblock = mount.superblock();
    superblock.statfs(out);
    out.flags |= mount.flags() | Statfs.ST_VALID;
    if (superblock.isReadOnly()) {
      out.flags |= Statfs.ST_RDONLY;
    }
  }

  /**
   * faccessat2(2).
   *
   * @param want of R_OK, W_OK, X_OK
   * @param flags AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
   */
  public static void access(Caller who, int dirfd, String path, int want, int flags) throws Errno {
    if ((want & ~7) != 0 || (flags & ~ACCESS_FLAGS) != 0) {
      throw Errno.EINVAL;
    }
    Caller asked = (flags & Fcntl.AT_EACCESS) != 0 ? who : RealCaller.of(who);
    PathWalk walk = who.fs().walk;
    Inode inode = walk.resolve(asked, dirfd, path, walkFlags(flags));
    if ((want & Permissions.EXECUTE) != 0 && inode.isRegular() && walk.mount().has(Mount.NO_EXEC)) {
      throw Errno.EACCES;
    }
    Permissions.check(inode, want, asked.credentials());
    if ((want & Permissions.WRITE) != 0 && !inode.isSpecial() && walk.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
  }

  private static int walkFlags(int flags) {
    return ((flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0)
        | ((flags & Fcntl.AT_EMPTY_PATH) != 0 ? PathWalk.EMPTY : 0);
  }
}
