package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;

/** link(2), symlink(2), readlink(2), unlink(2). */
public final class Links {
  private Links() {}

  /**
   * linkat(2).
   *
   * @param flags AT_SYMLINK_FOLLOW, AT_EMPTY_PATH
   */
  public static void link(Caller who, int fromFd, String from, int toFd, String to, int flags)
      throws Errno {
    if ((flags & ~(Fcntl.AT_SYMLINK_FOLLOW | Fcntl.AT_EMPTY_PATH)) != 0) {
      throw Errno.EINVAL;
    }
    PathWalk source = who.fs().walk;
    PathWalk target = who.fs().second;
    Inode inode = source(who, fromFd, from, flags);
    target.toParent(who, toFd, to);
    Directories.checkFree(target, false);
    if (source.mount() != target.mount()) {
      throw Errno.EXDEV;
    }
    checkSource(inode, who.credentials());
    Dentry parent = target.dentry();
    Permissions.checkCreate(parent, who.credentials());
    Inode directory = parent.inode();
    if (directory.superblock() != inode.superblock()) {
      throw Errno.EXDEV;
    }
    if (inode.isDirectory()) {
      throw Errno.EPERM;
    }
    if (inode.links() == 0 && !inode.mayBeLinked()) {
      throw Errno.ENOENT;
    }
    if (inode.links() >= inode.superblock().maxLinks()) {
      throw Errno.EMLINK;
    }
    String name = target.lastName();
    directory.link(name, inode);
    inode.mayBeLinked(false);
    parent.add(name, inode);
    Notify.linkCount(inode);
    Notify.entry(directory, inode, Poll.IN_CREATE, 0, name);
  }

  /**
   * What linkat(2) is to link: the first thing it looks at.
   *
   * @param flags as for {@link #link}
   */
  public static Inode source(Caller who, int fromFd, String from, int flags) throws Errno {
    int walkFlags = (flags & Fcntl.AT_SYMLINK_FOLLOW) != 0 ? PathWalk.FOLLOW : 0;
    if ((flags & Fcntl.AT_EMPTY_PATH) != 0) {
      // Asked of every descriptor that a walk begins at, before what it is.
      if (!from.startsWith("/") && fromFd != Fcntl.AT_FDCWD) {
        checkLinkOf(who.files().getAny(fromFd), who.credentials());
      }
      walkFlags |= PathWalk.EMPTY;
    }
    return who.fs().walk.resolve(who, fromFd, from, walkFlags);
  }

  /**
   * A descriptor may be given a name by who opened it, as long as nothing changed who that is.
   *
   * @throws Errno ENOENT
   */
  private static void checkLinkOf(OpenFile file, Credentials c) throws Errno {
    if (file.openedBy() != null
        && file.openedBy() != c
        && !c.hasCapability(Capability.CAP_DAC_READ_SEARCH)) {
      throw Errno.ENOENT;
    }
  }

  /**
   * Nobody may link what is not theirs, unless they could write to it and it lends no rights: as
   * with {@code /proc/sys/fs/protected_hardlinks}, which distributions turn on.
   *
   * @throws Errno EPERM
   */
  private static void checkSource(Inode inode, Credentials c) throws Errno {
    int lends = inode.mode() & (Stat.S_ISGID | Stat.S_IXGRP);
    boolean safe =
        inode.isRegular()
            && (inode.mode() & Stat.S_ISUID) == 0
            && lends != (Stat.S_ISGID | Stat.S_IXGRP)
            && Permissions.allows(inode, Permissions.READ | Permissions.WRITE, c);
    if (!safe && !Permissions.isOwner(inode, c)) {
      throw Errno.EPERM;
    }
  }

  /** symlinkat(2): {@code path} becomes a link whose text is {@code text}. */
  public static void symlink(Caller who, String text, int dirfd, String path) throws Errno {
    if (text.isEmpty()) {
      throw Errno.ENOENT;
    }
    PathWalk walk = who.fs().walk;
    walk.toParent(who, dirfd, path);
    Directories.checkFree(walk, false);
    Dentry parent = walk.dentry();
    Permissions.checkCreate(parent, who.credentials());
    Inode directory = parent.inode();
    String name = walk.lastName();
    NewInode owned = Permissions.newInode(directory, Stat.S_IFLNK | 0777, 0, who.credentials());
    Inode made =
        directory.symlink(name, new NewInode(owned.mode(), owned.uid(), owned.gid(), 0, text));
    parent.add(name, made);
    Notify.entry(directory, made, Poll.IN_CREATE, 0, name);
  }

  /**
   * readlinkat(2). An empty path is the link that {@code dirfd} was opened on with O_PATH.
   *
   * @throws Errno EINVAL if it is no link; ENOENT if so and the path is empty
   */
  public static String readlink(Caller who, int dirfd, String path) throws Errno {
    PathWalk walk = who.fs().walk;
    Inode inode = walk.resolve(who, dirfd, path, PathWalk.EMPTY);
    if (!inode.isSymlink()) {
      throw path.isEmpty() ? Errno.ENOENT : Errno.EINVAL;
    }
    AccessTime.touch(inode, walk.mount());
    return inode.readLink(who);
  }

  /** unlink(2), unlinkat(2) without AT_REMOVEDIR. */
  public static void unlink(Caller who, int dirfd, String path) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.toParent(who, dirfd, path);
    if (walk.last() != PathWalk.Last.NAME) {
      throw Errno.EISDIR;
    }
    if (walk.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
    Dentry victim = walk.lookupLast();
    if (victim == null) {
      throw Errno.ENOENT;
    }
    Inode inode = victim.inode();
    if (walk.trailingSlash()) {
      throw inode.isDirectory() ? Errno.EISDIR : Errno.ENOTDIR;
    }
    Dentry parent = walk.dentry();
    Permissions.checkDelete(parent, victim, false, who.credentials());
    if (victim.mountsHere != null) {
      throw Errno.EBUSY;
    }
    String name = victim.name();
    // Without names the inode may be freed with its dentry, and those who hear of it look at it.
    inode.retain();
    try {
      parent.inode().unlink(name, inode);
      Notify.linkCount(inode);
      victim.delete();
      Notify.entry(parent.inode(), inode, Poll.IN_DELETE, 0, name);
    } finally {
      inode.release();
    }
  }
}
