package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;

/** mkdir(2), mknod(2), rmdir(2), chdir(2), chroot(2), getcwd(2). */
public final class Directories {
  private Directories() {}

  public static void mkdir(Caller who, int dirfd, String path, int mode) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.toParent(who, dirfd, path);
    checkFree(walk, true);
    make(who, walk, Stat.S_IFDIR | (mode & 01777 & ~who.fs().umask()), 0);
  }

  /**
   * Makes a regular file, device node, FIFO or socket node.
   *
   * @param mode kind and permissions; no kind is a regular file
   * @param rdev device number as {@link DeviceNumber}, for device nodes
   */
  public static void mknod(Caller who, int dirfd, String path, int mode, long rdev) throws Errno {
    int type = checkType(mode);
    PathWalk walk = who.fs().walk;
    walk.toParent(who, dirfd, path);
    checkFree(walk, false);
    boolean device = type == Stat.S_IFCHR || type == Stat.S_IFBLK;
    Permissions.checkCreate(walk.dentry(), who.credentials());
    // A character device of no number marks what an overlay hides; anybody may make it.
    boolean whiteout = type == Stat.S_IFCHR && rdev == 0;
    if (device && !whiteout && !who.credentials().hasCapability(Capability.CAP_MKNOD)) {
      throw Errno.EPERM;
    }
    make(who, walk, type | (mode & 07777 & ~who.fs().umask()), device ? rdev : 0);
  }

  /**
   * The kind that mknod(2) is to make.
   *
   * @throws Errno EPERM for a directory, EINVAL for a link and what is no kind
   */
  public static int checkType(int mode) throws Errno {
    int type = mode & Stat.S_IFMT;
    return switch (type) {
      case 0 -> Stat.S_IFREG;
      case Stat.S_IFREG, Stat.S_IFCHR, Stat.S_IFBLK, Stat.S_IFIFO, Stat.S_IFSOCK -> type;
      case Stat.S_IFDIR -> throw Errno.EPERM;
      default -> throw Errno.EINVAL;
    };
  }

  /**
   * Whether the last component can be made: it does not exist, and the mount can be written.
   *
   * @throws Errno EEXIST, ENOENT (a slash behind what is to be no directory), EROFS; in this order
   */
  static void checkFree(PathWalk walk, boolean asDirectory) throws Errno {
    if (walk.last() != PathWalk.Last.NAME || walk.lookupLast() != null) {
      throw Errno.EEXIST;
    }
    if (walk.trailingSlash() && !asDirectory) {
      throw Errno.ENOENT;
    }
    if (walk.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
  }

  private static void make(Caller who, PathWalk walk, int mode, long rdev) throws Errno {
    Dentry parent = walk.dentry();
    Permissions.checkCreate(parent, who.credentials());
    Inode directory = parent.inode();
    String name = walk.lastName();
    if ((mode & Stat.S_IFMT) == Stat.S_IFDIR
        && directory.links() >= directory.superblock().maxLinks()) {
      throw Errno.EMLINK;
    }
    NewInode node = Permissions.newInode(directory, mode, rdev, who.credentials());
    Inode made = directory.create(name, node);
    parent.add(name, made);
    Notify.entry(directory, made, Poll.IN_CREATE, 0, name);
  }

  public static void rmdir(Caller who, int dirfd, String path) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.toParent(who, dirfd, path);
    switch (walk.last()) {
      case ROOT -> throw Errno.EBUSY;
      case DOT -> throw Errno.EINVAL;
      case DOT_DOT -> throw Errno.ENOTEMPTY;
      case NAME -> {}
    }
    if (walk.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
    Dentry victim = walk.lookupLast();
    if (victim == null) {
      throw Errno.ENOENT;
    }
    Dentry parent = walk.dentry();
    Permissions.checkDelete(parent, victim, true, who.credentials());
    if (victim.mountsHere != null) {
      throw Errno.EBUSY;
    }
    Inode inode = victim.inode();
    String name = victim.name();
    inode.retain();
    try {
      parent.inode().rmdir(name, inode);
      victim.delete();
      Notify.entry(parent.inode(), inode, Poll.IN_DELETE, 0, name);
    } finally {
      inode.release();
    }
  }

  public static void chdir(Caller who, String path) throws Errno {
    PathWalk walk = who.fs().walk;
    Inode inode = walk.resolve(who, Fcntl.AT_FDCWD, path, PathWalk.FOLLOW | PathWalk.DIRECTORY);
    Permissions.check(inode, Permissions.EXECUTE, who.credentials());
    who.fs().current(walk.path());
  }

  /**
   * Makes an open directory the current one.
   *
   * @throws Errno EBADF, ENOTDIR, EACCES
   */
  public static void fchdir(Caller who, int fd) throws Errno {
    Path path = who.files().getAny(fd).path();
    if (!path.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    Permissions.check(path.inode(), Permissions.EXECUTE, who.credentials());
    who.fs().current(path);
  }

  public static void chroot(Caller who, String path) throws Errno {
    PathWalk walk = who.fs().walk;
    Inode inode = walk.resolve(who, Fcntl.AT_FDCWD, path, PathWalk.FOLLOW | PathWalk.DIRECTORY);
    Permissions.check(inode, Permissions.EXECUTE, who.credentials());
    if (!who.credentials().hasCapability(Capability.CAP_SYS_CHROOT)) {
      throw Errno.EPERM;
    }
    who.fs().root(walk.path());
  }

  /**
   * The current directory's path, as the caller's root makes it.
   *
   * @throws Errno ENOENT if the directory was removed
   */
  public static String getcwd(Caller who) throws Errno {
    Path current = who.fs().current();
    if (current.dentry().isDeleted()) {
      throw Errno.ENOENT;
    }
    return PathText.ofCurrent(current, who.fs().root());
  }
}
