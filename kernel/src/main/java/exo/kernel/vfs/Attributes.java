package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;

/** chmod(2), chown(2), utimensat(2), truncate(2), fallocate(2) and their kin. */
public final class Attributes {
  /** A time to be left as it is: UTIME_OMIT. */
  public static final long OMIT = Long.MIN_VALUE;

  /** The time of the call: UTIME_NOW. */
  public static final long NOW = Long.MIN_VALUE + 1;

  private static final int PRIVILEGED = Stat.S_ISUID | Stat.S_ISGID;

  private Attributes() {}

  /** fchmodat2(2); {@code flags} of AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH. */
  public static void chmod(Caller who, int dirfd, String path, int mode, int flags) throws Errno {
    PathWalk walk = resolve(who, dirfd, path, flags);
    chmod(who, walk.mount(), walk.dentry(), mode);
  }

  /** fchmod(2). */
  public static void chmod(Caller who, OpenFile file, int mode) throws Errno {
    chmod(who, file.path().mount(), file.path().dentry(), mode);
  }

  private static void chmod(Caller who, Mount mount, Dentry dentry, int mode) throws Errno {
    Inode inode = dentry.inode();
    checkWritable(mount);
    if (inode.isSymlink()) {
      throw Errno.EOPNOTSUPP;
    }
    checkChangeable(inode);
    Credentials c = who.credentials();
    if (!Permissions.isOwner(inode, c)) {
      throw Errno.EPERM;
    }
    int bits = mode & 07777;
    if ((bits & Stat.S_ISGID) != 0 && !Permissions.mayKeepGroupId(inode.gid(), c)) {
      bits &= ~Stat.S_ISGID;
    }
    inode.setAttributes(AttributeChange.mode(bits, inode.superblock().now()));
    Notify.about(dentry, Poll.IN_ATTRIB);
  }

  /**
   * fchownat(2).
   *
   * @param uid new owner, or -1 to keep it
   * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
   */
  public static void chown(Caller who, int dirfd, String path, int uid, int gid, int flags)
      throws Errno {
    PathWalk walk = resolve(who, dirfd, path, flags);
    chown(who, walk.mount(), walk.dentry(), uid, gid);
  }

  /** fchown(2). */
  public static void chown(Caller who, OpenFile file, int uid, int gid) throws Errno {
    chown(who, file.path().mount(), file.path().dentry(), uid, gid);
  }

  private static void chown(Caller who, Mount mount, Dentry dentry, int uid, int gid) throws Errno {
    Inode inode = dentry.inode();
    checkWritable(mount);
    checkChangeable(inode);
    Credentials c = who.credentials();
    boolean owner = c.fsuid() == inode.uid();
    boolean may = c.hasCapability(Capability.CAP_CHOWN);
    if ((uid != -1 && !may && !(owner && uid == inode.uid()))
        || (gid != -1 && !may && !(owner && (gid == inode.gid() || c.isInGroup(gid))))) {
      throw Errno.EPERM;
    }
    int mask = (uid == -1 ? 0 : AttributeChange.UID) | (gid == -1 ? 0 : AttributeChange.GID);
    int mode = inode.mode() & 07777;
    if (!inode.isDirectory()) {
      int left = withoutPrivileges(inode, c);
      if (left != mode) {
        mask |= AttributeChange.MODE;
        mode = left;
      }
    }
    long now = inode.superblock().now();
    inode.setAttributes(new AttributeChange(mask, mode, uid, gid, 0, 0, now));
    Notify.about(dentry, Poll.IN_ATTRIB);
  }

  /** The mode without set-user-id, and set-group-id where that lends rights. */
  private static int withoutPrivileges(Inode inode, Credentials c) {
    int mode = inode.mode() & 07777 & ~Stat.S_ISUID;
    boolean lends = (mode & Stat.S_IXGRP) != 0 || !Permissions.mayKeepGroupId(inode.gid(), c);
    return lends ? mode & ~Stat.S_ISGID : mode;
  }

  /**
   * A write is about to happen: set-user-id and set-group-id go unless the writer may keep them.
   */
  static void dropPrivileges(Inode inode, Caller who) throws Errno {
    int mode = inode.mode() & 07777;
    if ((mode & PRIVILEGED) == 0 || who.credentials().hasCapability(Capability.CAP_FSETID)) {
      return;
    }
    int left = withoutPrivileges(inode, who.credentials());
    if (left != mode) {
      inode.setAttributes(AttributeChange.mode(left, inode.superblock().now()));
    }
  }

  /**
   * utimensat(2) with a path.
   *
   * @param atime nanoseconds since 1970, {@link #NOW} or {@link #OMIT}
   * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
   */
  public static void utimens(Caller who, int dirfd, String path, long atime, long mtime, int flags)
      throws Errno {
    PathWalk walk = resolve(who, dirfd, path, flags);
    utimens(who, walk.mount(), walk.dentry(), atime, mtime);
  }

  /** futimens(3): utimensat(2) without a path. */
  public static void utimens(Caller who, OpenFile file, long atime, long mtime) throws Errno {
    utimens(who, file.path().mount(), file.path().dentry(), atime, mtime);
  }

  private static void utimens(Caller who, Mount mount, Dentry dentry, long atime, long mtime)
      throws Errno {
    Inode inode = dentry.inode();
    checkWritable(mount);
    Credentials c = who.credentials();
    boolean owner = Permissions.isOwner(inode, c);
    boolean touch = atime == NOW && mtime == NOW;
    if (touch && !owner) {
      Permissions.check(inode, Permissions.WRITE, c);
    }
    checkChangeable(inode);
    if (!touch && !owner) {
      throw Errno.EPERM;
    }
    long now = inode.superblock().now();
    int mask =
        (atime == OMIT ? 0 : AttributeChange.ATIME) | (mtime == OMIT ? 0 : AttributeChange.MTIME);
    long newAtime = atime == NOW ? now : atime;
    long newMtime = mtime == NOW ? now : mtime;
    inode.setAttributes(new AttributeChange(mask, 0, 0, 0, newAtime, newMtime, now));
    Notify.about(dentry, Poll.IN_ATTRIB);
  }

  /** truncate(2). */
  public static void truncate(Caller who, String path, long length) throws Errno {
    if (length < 0) {
      throw Errno.EINVAL;
    }
    PathWalk walk = who.fs().walk;
    Inode inode = walk.resolve(who, Fcntl.AT_FDCWD, path, PathWalk.FOLLOW);
    if (!inode.isRegular()) {
      throw inode.isDirectory() ? Errno.EISDIR : Errno.EINVAL;
    }
    checkWritable(walk.mount());
    Permissions.check(inode, Permissions.WRITE, who.credentials());
    if (inode.writesDenied()) {
      throw Errno.ETXTBSY;
    }
    Dentry dentry = walk.dentry();
    truncateOpened(inode, length, who);
    Notify.about(dentry, Poll.IN_MODIFY);
  }

  /** ftruncate(2). */
  public static void truncate(Caller who, OpenFile file, long length) throws Errno {
    if (length < 0 || !file.inode().isRegular() || !file.isWritable()) {
      throw Errno.EINVAL;
    }
    truncateOpened(file.inode(), length, who);
    Notify.modified(file);
  }

  static void truncateOpened(Inode inode, long length, Caller who) throws Errno {
    if (length > inode.size()) {
      if (length > who.fileSizeLimit()) {
        who.fileSizeExceeded();
        throw Errno.EFBIG;
      }
      if (length > inode.superblock().maxFileSize()) {
        throw Errno.EFBIG;
      }
    }
    dropPrivileges(inode, who);
    inode.truncate(length);
  }

  /**
   * fallocate(2).
   *
   * @param mode FALLOC_FL_*
   */
  public static void allocate(Caller who, OpenFile file, int mode, long off, long len)
      throws Errno {
    if (off < 0 || len <= 0) {
      throw Errno.EINVAL;
    }
    int operation = mode & ~Fs.FALLOC_FL_KEEP_SIZE;
    boolean keepsSize = (mode & Fs.FALLOC_FL_KEEP_SIZE) != 0;
    switch (operation) {
      case 0, Fs.FALLOC_FL_ZERO_RANGE, Fs.FALLOC_FL_UNSHARE_RANGE -> {}
      case Fs.FALLOC_FL_PUNCH_HOLE -> {
        if (!keepsSize) {
          throw Errno.EOPNOTSUPP;
        }
      }
      case Fs.FALLOC_FL_COLLAPSE_RANGE, Fs.FALLOC_FL_INSERT_RANGE, Fs.FALLOC_FL_WRITE_ZEROES -> {
        if (keepsSize) {
          throw Errno.EOPNOTSUPP;
        }
      }
      default -> throw Errno.EOPNOTSUPP;
    }
    Inode inode = file.inode();
    if (!file.isWritable()) {
      throw Errno.EBADF;
    }
    if (!inode.isRegular()) {
      throw inode.type() == Stat.S_IFIFO ? Errno.ESPIPE : Errno.ENODEV;
    }
    if (off + len < 0 || off + len > inode.superblock().maxFileSize()) {
      throw Errno.EFBIG;
    }
    if (operation == 0 && !keepsSize && off + len > who.fileSizeLimit()) {
      who.fileSizeExceeded();
      throw Errno.EFBIG;
    }
    dropPrivileges(inode, who);
    file.allocate(mode, off, len);
    Notify.modified(file);
  }

  private static PathWalk resolve(Caller who, int dirfd, String path, int flags) throws Errno {
    if ((flags & ~(Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH)) != 0) {
      throw Errno.EINVAL;
    }
    PathWalk walk = who.fs().walk;
    walk.resolve(
        who,
        dirfd,
        path,
        ((flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0)
            | ((flags & Fcntl.AT_EMPTY_PATH) != 0 ? PathWalk.EMPTY : 0));
    return walk;
  }

  /** What all files of a kind share has attributes that nobody sets. */
  private static void checkChangeable(Inode inode) throws Errno {
    if (inode.isShared()) {
      throw Errno.EOPNOTSUPP;
    }
  }

  private static void checkWritable(Mount mount) throws Errno {
    if (mount.isReadOnly()) {
      throw Errno.EROFS;
    }
  }
}
