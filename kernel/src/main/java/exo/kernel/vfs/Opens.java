package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;
import org.jspecify.annotations.Nullable;

/** open(2), openat2(2): from flags and a path to an open file description. */
public final class Opens {
  private static final int O_ASYNC = 020000;

  private static final int KNOWN_FLAGS =
      Fcntl.O_ACCMODE
          | Fcntl.O_CREAT
          | Fcntl.O_EXCL
          | Fcntl.O_NOCTTY
          | Fcntl.O_TRUNC
          | Fcntl.O_APPEND
          | Fcntl.O_NONBLOCK
          | Fcntl.O_SYNC
          | O_ASYNC
          | Fcntl.O_DIRECT
          | Fcntl.O_LARGEFILE
          | Fcntl.O_DIRECTORY
          | Fcntl.O_NOFOLLOW
          | Fcntl.O_NOATIME
          | Fcntl.O_CLOEXEC
          | Fcntl.O_PATH
          | Fcntl.__O_TMPFILE;

  private static final int PATH_FLAGS =
      Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_PATH | Fcntl.O_CLOEXEC;

  private static final int KNOWN_RESOLVE =
      Fcntl.RESOLVE_NO_XDEV
          | Fcntl.RESOLVE_NO_MAGICLINKS
          | Fcntl.RESOLVE_NO_SYMLINKS
          | Fcntl.RESOLVE_BENEATH
          | Fcntl.RESOLVE_IN_ROOT
          | Fcntl.RESOLVE_CACHED;

  private static final int ALL_MODE_BITS = 07777;

  private Opens() {}

  /**
   * open(2) and openat(2): unknown flags and mode bits are ignored.
   *
   * @return a file with one reference, the caller's; see {@link OpenFile#isOpening}
   */
  public static OpenFile open(Caller who, int dirfd, String path, int flags, int mode)
      throws Errno {
    int f = flags & KNOWN_FLAGS;
    if ((f & Fcntl.O_PATH) != 0) {
      f &= PATH_FLAGS;
    }
    int m = makes(f) ? mode & ALL_MODE_BITS : 0;
    return checkedOpen(who, dirfd, path, f, m, 0);
  }

  /**
   * openat2(2): unknown flags, mode and resolve bits are EINVAL.
   *
   * @param resolve RESOLVE_*
   */
  public static OpenFile open2(
      Caller who, int dirfd, String path, long flags, long mode, long resolve) throws Errno {
    boolean scopes =
        (resolve & Fcntl.RESOLVE_BENEATH) != 0 && (resolve & Fcntl.RESOLVE_IN_ROOT) != 0;
    int f = (int) flags;
    if ((flags & ~(long) KNOWN_FLAGS) != 0
        || (resolve & ~(long) KNOWN_RESOLVE) != 0
        || scopes
        || (makes(f) ? (mode & ~(long) ALL_MODE_BITS) != 0 : mode != 0)
        || ((f & Fcntl.O_PATH) != 0 && (f & ~PATH_FLAGS) != 0)) {
      throw Errno.EINVAL;
    }
    return checkedOpen(who, dirfd, path, f, (int) mode, (int) resolve);
  }

  private static boolean makes(int flags) {
    return (flags & (Fcntl.O_CREAT | Fcntl.__O_TMPFILE)) != 0;
  }

  private static OpenFile checkedOpen(
      Caller who, int dirfd, String path, int flags, int mode, int resolve) throws Errno {
    if ((flags & (Fcntl.O_DIRECTORY | Fcntl.O_CREAT)) == (Fcntl.O_DIRECTORY | Fcntl.O_CREAT)) {
      throw Errno.EINVAL;
    }
    boolean unnamed = (flags & Fcntl.__O_TMPFILE) != 0;
    if (unnamed && ((flags & Fcntl.O_DIRECTORY) == 0 || (wanted(flags) & Permissions.WRITE) == 0)) {
      throw Errno.EINVAL;
    }
    if ((resolve & Fcntl.RESOLVE_CACHED) != 0 && (makes(flags) || (flags & Fcntl.O_TRUNC) != 0)) {
      throw Errno.EAGAIN;
    }
    int known = flags | Fcntl.O_LARGEFILE;
    if (unnamed) {
      return openUnnamed(who, dirfd, path, known, mode, resolve);
    }
    if ((flags & Fcntl.O_PATH) != 0) {
      PathWalk walk = who.fs().walk;
      walk.resolve(who, dirfd, path, walkFlags(flags), resolve);
      return new PathOnlyFile(walk.path(), flags);
    }
    return (flags & Fcntl.O_CREAT) == 0
        ? openExisting(who, dirfd, path, known, resolve)
        : openOrCreate(who, dirfd, path, known, mode, resolve);
  }

  private static int walkFlags(int flags) {
    return ((flags & Fcntl.O_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0)
        | ((flags & Fcntl.O_DIRECTORY) != 0 ? PathWalk.DIRECTORY : 0);
  }

  /** The rights that opening asks for. */
  private static int wanted(int flags) {
    int want =
        switch (flags & Fcntl.O_ACCMODE) {
          case Fcntl.O_RDONLY -> Permissions.READ;
          case Fcntl.O_WRONLY -> Permissions.WRITE;
          default -> Permissions.READ | Permissions.WRITE;
        };
    return (flags & Fcntl.O_TRUNC) != 0 ? want | Permissions.WRITE : want;
  }

  private static OpenFile openExisting(Caller who, int dirfd, String path, int flags, int resolve)
      throws Errno {
    PathWalk walk = who.fs().walk;
    walk.resolve(who, dirfd, path, walkFlags(flags), resolve);
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
    return openInode(who, new Path(mount, dentry), flags);
  }

  private static OpenFile openUnnamed(
      Caller who, int dirfd, String path, int flags, int mode, int resolve) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.resolve(who, dirfd, path, walkFlags(flags) | PathWalk.DIRECTORY, resolve);
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
    int want = wanted(flags);
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
    Vfs vfs = inode.superblock().vfs();
    OpenFile file =
        switch (inode.type()) {
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
