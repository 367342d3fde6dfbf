package exo.kernel.abi;

/** Mounting file systems. Source: linux/mount.h, sys/mount.h. */
public final class Mount {
  // Flags of mount(2).
  public static final int MS_RDONLY = 0x1;
  public static final int MS_NOSUID = 0x2;
  public static final int MS_NODEV = 0x4;
  public static final int MS_NOEXEC = 0x8;
  public static final int MS_SYNCHRONOUS = 0x10;
  public static final int MS_REMOUNT = 0x20;
  public static final int MS_MANDLOCK = 0x40;
  public static final int MS_DIRSYNC = 0x80;
  public static final int MS_NOSYMFOLLOW = 0x100;
  public static final int MS_NOATIME = 0x400;
  public static final int MS_NODIRATIME = 0x800;
  public static final int MS_BIND = 0x1000;
  public static final int MS_MOVE = 0x2000;
  public static final int MS_REC = 0x4000;
  public static final int MS_VERBOSE = 0x8000;
  public static final int MS_SILENT = 0x8000;
  public static final int MS_POSIXACL = 0x10000;
  public static final int MS_UNBINDABLE = 0x20000;
  public static final int MS_PRIVATE = 0x40000;
  public static final int MS_SLAVE = 0x80000;
  public static final int MS_SHARED = 0x100000;
  public static final int MS_RELATIME = 0x200000;
  public static final int MS_KERNMOUNT = 0x400000;
  public static final int MS_I_VERSION = 0x800000;
  public static final int MS_STRICTATIME = 0x1000000;
  public static final int MS_LAZYTIME = 0x2000000;
  public static final int MS_SUBMOUNT = 0x4000000;
  public static final int MS_NOREMOTELOCK = 0x8000000;
  public static final int MS_NOSEC = 0x10000000;
  public static final int MS_BORN = 0x20000000;
  public static final int MS_ACTIVE = 0x40000000;
  public static final int MS_NOUSER = 0x80000000;
  public static final int MS_RMT_MASK = 0x2800051;
  public static final int MS_MGC_VAL = 0xc0ed0000;
  public static final int MS_MGC_MSK = 0xffff0000;

  // Flags of umount2(2).
  public static final int MNT_FORCE = 0x1;
  public static final int MNT_DETACH = 0x2;
  public static final int MNT_EXPIRE = 0x4;
  public static final int UMOUNT_NOFOLLOW = 0x8;

  // Attributes of fsmount(2) and mount_setattr(2).
  public static final int MOUNT_ATTR_RDONLY = 0x1;
  public static final int MOUNT_ATTR_NOSUID = 0x2;
  public static final int MOUNT_ATTR_NODEV = 0x4;
  public static final int MOUNT_ATTR_NOEXEC = 0x8;
  public static final int MOUNT_ATTR__ATIME = 0x70;
  public static final int MOUNT_ATTR_RELATIME = 0;
  public static final int MOUNT_ATTR_NOATIME = 0x10;
  public static final int MOUNT_ATTR_STRICTATIME = 0x20;
  public static final int MOUNT_ATTR_NODIRATIME = 0x80;
  public static final int MOUNT_ATTR_IDMAP = 0x100000;
  public static final int MOUNT_ATTR_NOSYMFOLLOW = 0x200000;
  public static final int MOUNT_ATTR_SIZE_VER0 = 0x20;

  // Flags of open_tree(2), move_mount(2), fsopen(2), fsmount(2), fspick(2).
  public static final int OPEN_TREE_CLONE = 0x1;
  public static final int MOVE_MOUNT_F_SYMLINKS = 0x1;
  public static final int MOVE_MOUNT_F_AUTOMOUNTS = 0x2;
  public static final int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
  public static final int MOVE_MOUNT_T_SYMLINKS = 0x10;
  public static final int MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
  public static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
  public static final int MOVE_MOUNT_SET_GROUP = 0x100;
  public static final int MOVE_MOUNT__MASK = 0x177;
  public static final int FSOPEN_CLOEXEC = 0x1;
  public static final int FSPICK_CLOEXEC = 0x1;
  public static final int FSPICK_SYMLINK_NOFOLLOW = 0x2;
  public static final int FSPICK_NO_AUTOMOUNT = 0x4;
  public static final int FSPICK_EMPTY_PATH = 0x8;
  public static final int FSMOUNT_CLOEXEC = 0x1;
  public static final int OPEN_TREE_CLOEXEC = 0x80000;
  public static final int MOVE_MOUNT_BENEATH = 0x200;

  // Commands of fsconfig(2).
  public static final int FSCONFIG_SET_FLAG = 0;
  public static final int FSCONFIG_SET_STRING = 1;
  public static final int FSCONFIG_SET_BINARY = 2;
  public static final int FSCONFIG_SET_PATH = 3;
  public static final int FSCONFIG_SET_PATH_EMPTY = 4;
  public static final int FSCONFIG_SET_FD = 5;
  public static final int FSCONFIG_CMD_CREATE = 6;
  public static final int FSCONFIG_CMD_RECONFIGURE = 7;
  public static final int FSCONFIG_CMD_CREATE_EXCL = 8;

  private Mount() {}
}
