package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;
import org.jspecify.annotations.Nullable;

/** open(2), openat2(2): from flags and a path to an open file description. */
public final class Opens {
  private Opens() {}

  /**
   * open(2) and openat(2): unknown flags and mode bits are ignored.
   *
   * @return a file with one reference, the caller's; see {@link OpenFile#isOpening}
   */
  public static OpenFile open(Caller who, int dirfd, String path, int flags, int mode)
      throws Errno {
    int f = OpenFlags.lenient(flags);
    int m = OpenFlags.makes(f) ? mode & OpenFlags.ALL_MODE_BITS : 0;
    return opened(checkedOpen(who, dirfd, path, f, m, 0), who);
  }

  /**
   * openat2(2): unknown flags, mode and resolve bits are EINVAL.
   *
   * @param resolve RESOLVE_*
   */
  public static OpenFile open2(
      Caller who, int dirfd, String path, long flags, long mode, long resolve) throws Errno {
    int f = OpenFlags.strict(flags, mode, resolve);
    return opened(checkedOpen(who, dirfd, path, f, (int) mode, (int) resolve), who);
  }

  private static OpenFile opened(OpenFile file, Caller who) {
    file.openedBy(who.credentials());
    return file;
  }

  /**
   * What a path leads to, for calls that need the place alone.
   *
   * @param flags AT_SYMLINK_FOLLOW, AT_EMPTY_PATH
   */
  public static Path find(Caller who, int dirfd, String path, int flags) throws Errno {
    PathWalk walk = who.fs().walk;
    int follow = (flags & Fcntl.AT_SYMLINK_FOLLOW) != 0 ? PathWalk.FOLLOW : 0;
    int empty = (flags & Fcntl.AT_EMPTY_PATH) != 0 ? PathWalk.EMPTY : 0;
    walk.resolve(who, dirfd, path, follow | empty);
    return walk.path();
  }

  private static OpenFile checkedOpen(
      Caller who, int dirfd, String path, int flags, int mode, int resolve) throws Errno {
    int known = flags | Fcntl.O_LARGEFILE;
    if (OpenFlags.isUnnamed(flags)) {
      return openUnnamed(who, dirfd, path, known, mode, resolve);
    }
    if ((flags & Fcntl.O_PATH) != 0) {
      PathWalk walk = who.fs().walk;
      walk.resolve(who, dirfd, path, OpenFlags.walkFlags(flags), resolve);
      return new PathOnlyFile(walk.path(), flags);
    }
    return (flags & Fcntl.O_CREAT) == 0
        ? openExisting(who, dirfd, path, known, resolve)
        : openOrCreate(who, dirfd, path, known, mode, resolve);
  }

  private static OpenFile openExisting(Caller who, int dirfd, String path, int flags, int resolve)
      throws Errno {
    PathWalk walk = who.fs().walk;
    walk.resolve(who, dirfd, path, OpenFlags.walkFlags(flags), resolve);
    return finish(who, walk.path(), flags);
  }

  private static OpenFile openOrCreate(
      Caller who, int dirfd, String path, int flags, int mode, int resolve) throws Errno {
    PathWalk walk = who.fs().walk;
    boolean exclusive = (flags & Fcntl.O_EXCL) != 0;
    boolean follow = !exclusive && (flags & Fcntl.O_NOFOLLOW) == 0;
    walk.toParent(who, dirfd, path, resolve);
    while (true) {
      if (walk.last() == PathWalk.Last.NAME) {
        if (walk.trailingSlash()) {
          throw Errno.EISDIR;
        }
        Dentry found = walk.lookupLast();
        if (found == null) {
          return create(who, walk, flags, mode);
        }
        walk.enter(found, follow);
      } else {
        walk.stepLast(follow);
      }
      if (!walk.isInLink()) {
        break;
      }
      walk.descend();
    }
    if (exclusive) {
      throw Errno.EEXIST;
    }
    if (walk.inode().isDirectory()) {
      throw Errno.EISDIR;
    }
    return finish(who, walk.path(), flags);
  }

  private static OpenFile create(Caller who, PathWalk walk, int flags, int mode) throws Errno {
    Dentry parent = walk.dentry();
    Mount mount = walk.mount();
    Credentials c = who.credentials();
    if (parent.isDeleted()) {
      throw Errno.ENOENT;
    }
    if (mount.isReadOnly()) {
      throw Errno.EROFS;
    }
    Permissions.checkCreate(parent, c);
    Inode directory = parent.inode();
    String name = walk.lastName();
    int bits = Stat.S_IFREG | (mode & ~who.fs().umask());
    Inode made = directory.create(name, Permissions.newInode(directory, bits, 0, c));
    Dentry dentry = parent.add(name, made);
    Notify.entry(directory, made, Poll.IN_CREATE, 0, name);
    OpenFile file = openInode(who, new Path(mount, dentry), flags);
    file.created();
    return file;
  }

  private static OpenFile openUnnamed(
      Caller who, int dirfd, String path, int flags, int mode, int resolve) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.resolve(who, dirfd, path, OpenFlags.walkFlags(flags) | PathWalk.DIRECTORY, resolve);
    if (walk.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
    Dentry parent = walk.dentry();
    Inode directory = parent.inode();
    Permissions.check(directory, Permissions.WRITE | Permissions.EXECUTE, who.credentials());
    int bits = Stat.S_IFREG | (mode & ~who.fs().umask());
    Inode made =
        directory.createUnnamed(Permissions.newInode(directory, bits, 0, who.credentials()));
    Dentry dentry = Dentry.deletedIn(parent, "#" + made.number(), made);
    made.mayBeLinked((flags & Fcntl.O_EXCL) == 0);
    return openInode(who, new Path(walk.mount(), dentry), flags);
  }

  /** Opens what a walk found: kind, permissions, truncation. */
  private static OpenFile finish(Caller who, Path path, int flags) throws Errno {
    Inode inode = path.inode();
    Mount mount = path.mount();
    boolean truncates = (flags & Fcntl.O_TRUNC) != 0 && inode.isRegular();
    if (truncates && mount.isReadOnly()) {
      throw Errno.EROFS;
    }
    checkOpen(inode, mount, flags, who.credentials());
    if (wantsWriteAccess(inode, flags)) {
      if (inode.writesDenied()) {
        throw Errno.ETXTBSY;
      }
      if (mount.isReadOnly()) {
        throw Errno.EROFS;
      }
    }
    OpenFile file = openInode(who, path, flags);
    if (truncates) {
      try {
        Attributes.truncateOpened(inode, 0, who);
        Notify.modified(file);
      } catch (Errno e) {
        file.release();
        throw e;
      }
    }
    return file;
  }

  private static boolean wantsWriteAccess(Inode inode, int flags) {
    return !inode.isSpecial()
        && ((flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY || (flags & Fcntl.O_TRUNC) != 0);
  }

  private static void checkOpen(Inode inode, Mount mount, int flags, Credentials c) throws Errno {
    int want = OpenFlags.wanted(flags);
    switch (inode.type()) {
      case Stat.S_IFLNK -> throw Errno.ELOOP;
      case Stat.S_IFDIR -> {
        if ((want & Permissions.WRITE) != 0) {
          throw Errno.EISDIR;
        }
      }
      case Stat.S_IFCHR, Stat.S_IFBLK -> {
        if (mount.has(Mount.NO_DEV)) {
          throw Errno.EACCES;
        }
      }
      default -> {}
    }
    Permissions.check(inode, want, c);
    if ((flags & Fcntl.O_NOATIME) != 0 && !Permissions.isOwner(inode, c)) {
      throw Errno.EPERM;
    }
  }

  /** Opens an inode by its kind, all checks done. */
  private static OpenFile openInode(Caller who, Path path, int flags) throws Errno {
    Inode inode = path.inode();
    Superblock superblock = inode.superblock();
    Vfs vfs = superblock.vfs();
    // What has no path knows by itself how it is opened again through /proc.
    int type = superblock.isInternal() ? Stat.S_IFREG : inode.type();
    if ((flags & Fcntl.O_DIRECT) != 0 && (type == Stat.S_IFDIR || type == Stat.S_IFCHR)) {
      // There is nothing that could be read past the page cache.
      throw Errno.EINVAL;
    }
    OpenFile file =
        switch (type) {
          case Stat.S_IFCHR, Stat.S_IFBLK -> vfs.devices().open(path, flags, who);
          case Stat.S_IFIFO -> openFifo(vfs.fifos(), path, flags, who);
          case Stat.S_IFSOCK -> throw Errno.ENXIO;
          default -> inode.open(path, flags, who);
        };
    Notify.opened(file);
    return file;
  }

  private static OpenFile openFifo(@Nullable FileOpener fifos, Path path, int flags, Caller who)
      throws Errno {
    if (fifos == null) {
      throw Errno.ENXIO;
    }
    return fifos.open(path, flags, who);
  }

  /**
   * Opens a file for execve(2): regular, executable, on a mount that allows it. The caller then
   * calls {@link Inode#denyWrites}.
   *
   * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW
   * @throws Errno EACCES where it may not be executed, ELOOP for a link not followed
   */
  public static OpenFile openProgram(Caller who, int dirfd, String path, int flags) throws Errno {
    if ((flags & ~(Fcntl.AT_EMPTY_PATH | Fcntl.AT_SYMLINK_NOFOLLOW)) != 0) {
      throw Errno.EINVAL;
    }
    PathWalk walk = who.fs().walk;
    int walkFlags =
        ((flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0)
            | ((flags & Fcntl.AT_EMPTY_PATH) != 0 ? PathWalk.EMPTY : 0);
    Inode inode = walk.resolve(who, dirfd, path, walkFlags);
    if (inode.isSymlink()) {
      throw Errno.ELOOP;
    }
    if (!inode.isRegular() || walk.mount().has(Mount.NO_EXEC)) {
      throw Errno.EACCES;
    }
    Permissions.check(inode, Permissions.EXECUTE, who.credentials());
    return openInode(who, walk.path(), Fcntl.O_RDONLY | Fcntl.O_LARGEFILE);
  }
}
