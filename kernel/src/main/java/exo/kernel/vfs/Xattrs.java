package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;
import java.util.ArrayList;
import java.util.List;

/** Extended attributes: who may use which. Source: xattr(7). */
public final class Xattrs {
  private static final String USER = "user.";
  private static final String TRUSTED = "trusted.";
  private static final String SECURITY = "security.";
  private static final String SYSTEM = "system.";

  private Xattrs() {}

  /**
   * Where setxattrat(2) and its kin point.
   *
   * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
   */
  public static Path resolve(Caller who, int dirfd, String path, int flags) throws Errno {
    int follow = (flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0 ? Fcntl.AT_SYMLINK_FOLLOW : 0;
    return Opens.find(who, dirfd, path, follow | (flags & Fcntl.AT_EMPTY_PATH));
  }

  /**
   * The value of an attribute, not to be changed.
   *
   * @throws Errno ENODATA if there is none, EOPNOTSUPP
   */
  public static byte[] get(Caller who, Path path, String name) throws Errno {
    Inode inode = path.inode();
    Credentials c = who.credentials();
    if (!isAllowedKind(inode, name)
        || (name.startsWith(TRUSTED) && !c.hasCapability(Capability.CAP_SYS_ADMIN))) {
      throw Errno.ENODATA;
    }
    if (obeysMode(name)) {
      Permissions.check(inode, Permissions.READ, c);
    }
    checkName(name);
    return inode.getXattr(name);
  }

  /**
   * Sets an attribute.
   *
   * @param flags XATTR_CREATE or XATTR_REPLACE or 0
   */
  public static void set(Caller who, Path path, String name, byte[] value, int flags) throws Errno {
    if ((flags & ~(Fs.XATTR_CREATE | Fs.XATTR_REPLACE)) != 0) {
      throw Errno.EINVAL;
    }
    checkChange(who, path, name);
    path.inode().setXattr(name, value, flags);
    Notify.about(path.dentry(), Poll.IN_ATTRIB);
  }

  public static void remove(Caller who, Path path, String name) throws Errno {
    checkChange(who, path, name);
    path.inode().removeXattr(name);
    Notify.about(path.dentry(), Poll.IN_ATTRIB);
  }

  /** The names that the caller may know of. */
  public static List<String> list(Caller who, Path path) throws Errno {
    List<String> seen = new ArrayList<>();
    boolean trusted = who.credentials().hasCapability(Capability.CAP_SYS_ADMIN);
    for (String name : path.inode().listXattrs()) {
      if (trusted || !name.startsWith(TRUSTED)) {
        seen.add(name);
      }
    }
    return seen;
  }

  private static void checkChange(Caller who, Path path, String name) throws Errno {
    Inode inode = path.inode();
    Credentials c = who.credentials();
    if (path.mount().isReadOnly()) {
      throw Errno.EROFS;
    }
    if ((name.startsWith(SECURITY) || name.startsWith(SYSTEM)) && inode.isShared()) {
      throw Errno.EOPNOTSUPP;
    }
    boolean sticky =
        name.startsWith(USER)
            && inode.isDirectory()
            && (inode.mode() & Stat.S_ISVTX) != 0
            && !Permissions.isOwner(inode, c);
    boolean privileged = name.startsWith(TRUSTED) || name.startsWith(SECURITY);
    if ((privileged && !c.hasCapability(Capability.CAP_SYS_ADMIN))
        || !isAllowedKind(inode, name)
        || sticky) {
      throw Errno.EPERM;
    }
    if (obeysMode(name)) {
      Permissions.check(inode, Permissions.WRITE, c);
    }
    checkName(name);
  }

  /** Whether permissions of the file decide: not where a privilege or a handler of its own does. */
  private static boolean obeysMode(String name) {
    return !name.startsWith(TRUSTED) && !name.startsWith(SECURITY) && !name.startsWith(SYSTEM);
  }

  private static boolean isAllowedKind(Inode inode, String name) {
    return !name.startsWith(USER) || inode.isRegular() || inode.isDirectory();
  }

  private static void checkName(String name) throws Errno {
    boolean known = isIn(name, USER) || isIn(name, TRUSTED) || isIn(name, SECURITY);
    if (!known) {
      throw name.equals(USER) || name.equals(TRUSTED) || name.equals(SECURITY)
          ? Errno.EINVAL
          : Errno.EOPNOTSUPP;
    }
  }

  private static boolean isIn(String name, String space) {
    return name.length() > space.length() && name.startsWith(space);
  }
}
