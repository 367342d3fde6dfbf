package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Poll;
import org.jspecify.annotations.Nullable;

/** rename(2), renameat2(2). */
public final class Renames {
  private Renames() {}

  /**
   * renameat2(2).
   *
   * @param flags RENAME_NOREPLACE or RENAME_EXCHANGE; RENAME_WHITEOUT is EINVAL, as without
   *     overlays
   */
  public static void rename(Caller who, int fromFd, String from, int toFd, String to, int flags)
      throws Errno {
    boolean noReplace = (flags & Fs.RENAME_NOREPLACE) != 0;
    boolean exchange = (flags & Fs.RENAME_EXCHANGE) != 0;
    if ((flags & ~(Fs.RENAME_NOREPLACE | Fs.RENAME_EXCHANGE)) != 0 || (noReplace && exchange)) {
      throw Errno.EINVAL;
    }
    PathWalk source = who.fs().walk;
    PathWalk target = who.fs().second;
    source.toParent(who, fromFd, from);
    target.toParent(who, toFd, to);
    if (source.mount() != target.mount()) {
      throw Errno.EXDEV;
    }
    if (source.last() != PathWalk.Last.NAME) {
      throw Errno.EBUSY;
    }
    if (target.last() != PathWalk.Last.NAME) {
      throw noReplace ? Errno.EEXIST : Errno.EBUSY;
    }
    if (source.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
    Dentry moved = source.lookupLast();
    if (moved == null) {
      throw Errno.ENOENT;
    }
    Dentry replaced = target.lookupLast();
    if (replaced != null && noReplace) {
      throw Errno.EEXIST;
    }
    checkExchange(exchange, replaced, target.trailingSlash());
    boolean directory = moved.inode().isDirectory();
    if (!directory && (source.trailingSlash() || (!exchange && target.trailingSlash()))) {
      throw Errno.ENOTDIR;
    }
    if (target.dentry().isWithin(moved)) {
      throw Errno.EINVAL;
    }
    if (replaced != null && source.dentry().isWithin(replaced)) {
      throw exchange ? Errno.EINVAL : Errno.ENOTEMPTY;
    }
    move(who, source.dentry(), moved, target.dentry(), replaced, target.lastName(), exchange);
  }

  /**
   * Finds the folder of the old name: the first thing renameat(2) does.
   *
   * @throws Errno when there is no way to it
   */
  public static void findFolder(Caller who, int fromFd, String from) throws Errno {
    who.fs().walk.toParent(who, fromFd, from);
  }

  private static void checkExchange(
      boolean exchange, @Nullable Dentry replaced, boolean trailingSlash) throws Errno {
    if (!exchange) {
      return;
    }
    if (replaced == null) {
      throw Errno.ENOENT;
    }
    if (trailingSlash && !replaced.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
  }

  private static void move(
      Caller who,
      Dentry fromParent,
      Dentry moved,
      Dentry toParent,
      @Nullable Dentry replaced,
      String name,
      boolean exchange)
      throws Errno {
    Inode inode = moved.inode();
    Inode old = replaced == null ? null : replaced.inode();
    if (inode == old) {
      return;
    }
    check(who.credentials(), fromParent, moved, toParent, replaced, exchange);
    Inode fromDirectory = fromParent.inode();
    Inode toDirectory = toParent.inode();
    String oldName = moved.name();
    if (old != null) {
      old.retain();
    }
    try {
      fromDirectory.rename(
          oldName, inode, toDirectory, name, old, exchange ? Fs.RENAME_EXCHANGE : 0);
      if (replaced != null && exchange) {
        Dentry.exchange(moved, replaced);
      } else {
        if (replaced != null) {
          // Its end is told after the move.
          replaced.pin();
          replaced.delete();
        }
        moved.move(toParent, name);
      }
      tell(who, fromDirectory, oldName, toDirectory, name, inode, exchange ? null : old);
      if (old != null && exchange) {
        tell(who, toDirectory, name, fromDirectory, oldName, old, null);
      } else if (replaced != null) {
        replaced.unpin();
      }
    } finally {
      if (old != null) {
        old.release();
      }
    }
  }

  private static void check(
      Credentials c,
      Dentry fromParent,
      Dentry moved,
      Dentry toParent,
      @Nullable Dentry replaced,
      boolean exchange)
      throws Errno {
    Inode inode = moved.inode();
    boolean directory = inode.isDirectory();
    Permissions.checkDelete(fromParent, moved, directory, c);
    boolean replacesDirectory = replaced != null && replaced.inode().isDirectory();
    if (replaced == null) {
      Permissions.checkCreate(toParent, c);
    } else {
      Permissions.checkDelete(toParent, replaced, exchange ? replacesDirectory : directory, c);
    }
    if (fromParent != toParent) {
      // The entry ".." of a directory changes with its parent.
      if (directory) {
        Permissions.check(inode, Permissions.WRITE, c);
      }
      if (exchange && replaced != null && replacesDirectory) {
        Permissions.check(replaced.inode(), Permissions.WRITE, c);
      }
    }
    if (moved.mountsHere != null || (replaced != null && replaced.mountsHere != null)) {
      throw Errno.EBUSY;
    }
    int max = inode.superblock().maxLinks();
    if (directory
        && fromParent != toParent
        && !replacesDirectory
        && toParent.inode().links() >= max) {
      throw Errno.EMLINK;
    }
  }

  private static void tell(
      Caller who,
      Inode from,
      String oldName,
      Inode to,
      String name,
      Inode subject,
      @Nullable Inode replaced) {
    int cookie = who.fs().namespace().vfs().nextCookie();
    Notify.entry(from, subject, Poll.IN_MOVED_FROM, cookie, oldName);
    Notify.entry(to, subject, Poll.IN_MOVED_TO, cookie, name);
    if (replaced != null) {
      Notify.linkCount(replaced);
    }
    subject.happened(Poll.IN_MOVE_SELF, 0, null);
  }
}
