package exo.kernel.abi;

/**
 * Flags of userfaultfd(2), events of fanotify(7). Source: linux/userfaultfd.h, linux/fanotify.h.
 */
public final class Userfault {
  // userfaultfd.
  public static final int UFFD_USER_MODE_ONLY = 0x1;

  // Events of fanotify.
  public static final int FAN_ACCESS = 0x1;
  public static final int FAN_MODIFY = 0x2;
  public static final int FAN_ATTRIB = 0x4;
  public static final int FAN_CLOSE_WRITE = 0x8;
  public static final int FAN_CLOSE_NOWRITE = 0x10;
  public static final int FAN_OPEN = 0x20;
  public static final int FAN_MOVED_FROM = 0x40;
  public static final int FAN_MOVED_TO = 0x80;
  public static final int FAN_CREATE = 0x100;
  public static final int FAN_DELETE = 0x200;
  public static final int FAN_DELETE_SELF = 0x400;
  public static final int FAN_MOVE_SELF = 0x800;
  public static final int FAN_OPEN_EXEC = 0x1000;
  public static final int FAN_Q_OVERFLOW = 0x4000;
  public static final int FAN_FS_ERROR = 0x8000;
  public static final int FAN_OPEN_PERM = 0x10000;
  public static final int FAN_ACCESS_PERM = 0x20000;
  public static final int FAN_OPEN_EXEC_PERM = 0x40000;
  public static final int FAN_EVENT_ON_CHILD = 0x8000000;
  public static final int FAN_RENAME = 0x10000000;
  public static final int FAN_ONDIR = 0x40000000;

  // Flags of fanotify_init.
  public static final int FAN_CLOEXEC = 0x1;
  public static final int FAN_NONBLOCK = 0x2;
  public static final int FAN_CLASS_NOTIF = 0;
  public static final int FAN_CLASS_CONTENT = 0x4;
  public static final int FAN_CLASS_PRE_CONTENT = 0x8;
  public static final int FAN_UNLIMITED_QUEUE = 0x10;
  public static final int FAN_UNLIMITED_MARKS = 0x20;
  public static final int FAN_ENABLE_AUDIT = 0x40;
  public static final int FAN_REPORT_PIDFD = 0x80;
  public static final int FAN_REPORT_TID = 0x100;
  public static final int FAN_REPORT_FID = 0x200;
  public static final int FAN_REPORT_DIR_FID = 0x400;
  public static final int FAN_REPORT_NAME = 0x800;
  public static final int FAN_REPORT_TARGET_FID = 0x1000;

  // Flags of fanotify_mark.
  public static final int FAN_MARK_ADD = 0x1;
  public static final int FAN_MARK_REMOVE = 0x2;
  public static final int FAN_MARK_DONT_FOLLOW = 0x4;
  public static final int FAN_MARK_ONLYDIR = 0x8;
  public static final int FAN_MARK_IGNORED_MASK = 0x20;
  public static final int FAN_MARK_IGNORED_SURV_MODIFY = 0x40;
  public static final int FAN_MARK_FLUSH = 0x80;
  public static final int FAN_MARK_EVICTABLE = 0x200;
  public static final int FAN_MARK_IGNORE = 0x400;
  public static final int FAN_MARK_INODE = 0;
  public static final int FAN_MARK_MOUNT = 0x10;
  public static final int FAN_MARK_FILESYSTEM = 0x100;
  public static final int FAN_MARK_IGNORE_SURV = 0x440;

  private Userfault() {}
}
