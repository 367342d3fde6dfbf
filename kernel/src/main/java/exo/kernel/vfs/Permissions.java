package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;

/** Who may do what to an inode. Source: path_resolution(7), capabilities(7). */
public final class Permissions {
  // The bits of access(2) and of a permission triple.
  public static final int READ = 4;
  public static final int WRITE = 2;
  public static final int EXECUTE = 1;

  private Permissions() {}

  /**
   * Checks the wanted rights.
   *
   * @param want of READ, WRITE, EXECUTE
   * @throws Errno EROFS where the file system cannot be written, else EACCES
   */
  public static void check(Inode inode, int want, Credentials who) throws Errno {
    if ((want & WRITE) != 0 && inode.superblock().isReadOnly() && !inode.isSpecial()) {
      throw Errno.EROFS;
    }
    if (!allows(inode, want, who)) {
      throw Errno.EACCES;
    }
  }

  /** Whether somebody may search a directory; the common case costs one comparison. */
  static boolean maySearch(Inode directory, Credentials who) {
    return (directory.mode() & 0111) == 0111 || allows(directory, EXECUTE, who);
  }

  /** Whether mode and capabilities give the wanted rights. */
  static boolean allows(Inode inode, int want, Credentials who) {
    int mode = inode.mode();
    int granted;
    if (who.fsuid() == inode.uid()) {
      granted = mode >> 6;
    } else if (who.isInGroup(inode.gid())) {
      granted = mode >> 3;
    } else {
      granted = mode;
    }
    if ((want & ~granted & 7) == 0) {
      return true;
    }
    if (inode.isDirectory()) {
      return ((want & WRITE) == 0 && who.hasCapability(Capability.CAP_DAC_READ_SEARCH))
          || who.hasCapability(Capability.CAP_DAC_OVERRIDE);
    }
    if (want == READ && who.hasCapability(Capability.CAP_DAC_READ_SEARCH)) {
      return true;
    }
    return ((want & EXECUTE) == 0 || (mode & 0111) != 0)
        && who.hasCapability(Capability.CAP_DAC_OVERRIDE);
  }

  /** Whether somebody owns the inode or may act as if. */
  public static boolean isOwner(Inode inode, Credentials who) {
    return who.fsuid() == inode.uid() || who.hasCapability(Capability.CAP_FOWNER);
  }

  /** Whether set-group-id of that group may be kept or given. */
  static boolean mayKeepGroupId(int gid, Credentials who) {
    return who.isInGroup(gid) || who.hasCapability(Capability.CAP_FSETID);
  }

  /**
   * Whether an entry may be added to a directory.
   *
   * @throws Errno ENOENT if the directory was removed, EROFS, EACCES
   */
  static void checkCreate(Dentry directory, Credentials who) throws Errno {
    if (directory.isDeleted()) {
      throw Errno.ENOENT;
    }
    check(directory.inode(), WRITE | EXECUTE, who);
  }

  /**
   * Whether an entry may be removed from a directory.
   *
   * @param asDirectory whether a directory is to be removed
   * @throws Errno EACCES, EPERM (sticky), ENOTDIR, EISDIR, EBUSY, ENOENT
   */
  static void checkDelete(Dentry directory, Dentry victim, boolean asDirectory, Credentials who)
      throws Errno {
    Inode inode = victim.inode();
    check(directory.inode(), WRITE | EXECUTE, who);
    if (isSticky(directory.inode(), inode, who)) {
      throw Errno.EPERM;
    }
    if (asDirectory) {
      if (!inode.isDirectory()) {
        throw Errno.ENOTDIR;
      }
      if (victim.isRoot()) {
        throw Errno.EBUSY;
      }
    } else if (inode.isDirectory()) {
      throw Errno.EISDIR;
    }
    if (directory.isDeleted()) {
      throw Errno.ENOENT;
    }
  }

  private static boolean isSticky(Inode directory, Inode victim, Credentials who) {
    return (directory.mode() & Stat.S_ISVTX) != 0
        && who.fsuid() != victim.uid()
        && who.fsuid() != directory.uid()
        && !who.hasCapability(Capability.CAP_FOWNER);
  }

  /**
   * The inode that a caller makes in a directory: owned by the caller, or by the directory's group
   * where that is set-group-id.
   *
   * @param mode kind and permissions, the umask already applied
   */
  static NewInode newInode(Inode directory, int mode, long rdev, Credentials who) {
    int group = who.fsgid();
    int bits = mode;
    if ((directory.mode() & Stat.S_ISGID) != 0) {
      group = directory.gid();
      if ((mode & Stat.S_IFMT) == Stat.S_IFDIR) {
        bits |= Stat.S_ISGID;
      } else if ((bits & (Stat.S_ISGID | Stat.S_IXGRP)) == (Stat.S_ISGID | Stat.S_IXGRP)
          && !mayKeepGroupId(group, who)) {
        bits &= ~Stat.S_ISGID;
      }
    }
    return new NewInode(bits, who.fsuid(), group, rdev, null);
  }
}
