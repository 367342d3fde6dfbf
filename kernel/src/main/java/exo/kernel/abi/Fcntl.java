package exo.kernel.abi;

/**
 * Opening files and operating on descriptors. Source: asm-generic/fcntl.h, linux/fcntl.h,
 * linux/openat2.h.
 */
public final class Fcntl {
  // Flags of open(2); octal, as in the header.
  public static final int O_ACCMODE = 3;
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NOCTTY = 0400;
  public static final int O_TRUNC = 01000;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_DSYNC = 010000;
  public static final int FASYNC = 020000;
  public static final int O_DIRECT = 040000;
  public static final int O_LARGEFILE = 0100000;
  public static final int O_DIRECTORY = 0200000;
  public static final int O_NOFOLLOW = 0400000;
  public static final int O_NOATIME = 01000000;
  public static final int O_CLOEXEC = 02000000;
  public static final int __O_SYNC = 04000000;
  public static final int O_SYNC = 04010000;
  public static final int O_PATH = 010000000;
  public static final int __O_TMPFILE = 020000000;
  public static final int O_TMPFILE = 020200000;

  // Commands of fcntl(2).
  public static final int F_DUPFD = 0;
  public static final int F_GETFD = 1;
  public static final int F_SETFD = 2;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_GETLK = 5;
  public static final int F_SETLK = 6;
  public static final int F_SETLKW = 7;
  public static final int F_SETOWN = 8;
  public static final int F_GETOWN = 9;
  public static final int F_SETSIG = 10;
  public static final int F_GETSIG = 11;
  public static final int F_SETOWN_EX = 15;
  public static final int F_GETOWN_EX = 16;
  public static final int F_GETOWNER_UIDS = 17;
  public static final int F_OFD_GETLK = 36;
  public static final int F_OFD_SETLK = 37;
  public static final int F_OFD_SETLKW = 38;
  public static final int F_SETLEASE = 1024;
  public static final int F_GETLEASE = 1025;
  public static final int F_NOTIFY = 1026;
  public static final int F_DUPFD_QUERY = 1027;
  public static final int F_CREATED_QUERY = 1028;
  public static final int F_CANCELLK = 1029;
  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int F_SETPIPE_SZ = 1031;
  public static final int F_GETPIPE_SZ = 1032;
  public static final int F_ADD_SEALS = 1033;
  public static final int F_GET_SEALS = 1034;
  public static final int F_GET_RW_HINT = 1035;
  public static final int F_SET_RW_HINT = 1036;
  public static final int F_GET_FILE_RW_HINT = 1037;
  public static final int F_SET_FILE_RW_HINT = 1038;

  // Kinds of lock in struct flock, owners of F_SETOWN_EX, the close-on-exec bit.
  public static final int F_OWNER_TID = 0;
  public static final int F_OWNER_PID = 1;
  public static final int F_OWNER_PGRP = 2;
  public static final int FD_CLOEXEC = 1;
  public static final int F_RDLCK = 0;
  public static final int F_WRLCK = 1;
  public static final int F_UNLCK = 2;
  public static final int F_EXLCK = 4;
  public static final int F_SHLCK = 8;

  // Seals of F_ADD_SEALS.
  public static final int F_SEAL_SEAL = 0x1;
  public static final int F_SEAL_SHRINK = 0x2;
  public static final int F_SEAL_GROW = 0x4;
  public static final int F_SEAL_WRITE = 0x8;
  public static final int F_SEAL_FUTURE_WRITE = 0x10;
  public static final int F_SEAL_EXEC = 0x20;

  // Life time hints of F_SET_RW_HINT.
  public static final int RWH_WRITE_LIFE_NOT_SET = 0;
  public static final int RWH_WRITE_LIFE_NONE = 1;
  public static final int RWH_WRITE_LIFE_SHORT = 2;
  public static final int RWH_WRITE_LIFE_MEDIUM = 3;
  public static final int RWH_WRITE_LIFE_LONG = 4;
  public static final int RWH_WRITE_LIFE_EXTREME = 5;

  // Events of F_NOTIFY.
  public static final int DN_ACCESS = 0x1;
  public static final int DN_MODIFY = 0x2;
  public static final int DN_CREATE = 0x4;
  public static final int DN_DELETE = 0x8;
  public static final int DN_RENAME = 0x10;
  public static final int DN_ATTRIB = 0x20;
  public static final int DN_MULTISHOT = 0x80000000;

  // Operations of flock(2).
  public static final int LOCK_SH = 1;
  public static final int LOCK_EX = 2;
  public static final int LOCK_NB = 4;
  public static final int LOCK_UN = 8;
  public static final int LOCK_MAND = 32;
  public static final int LOCK_READ = 64;
  public static final int LOCK_WRITE = 128;
  public static final int LOCK_RW = 192;

  // The descriptor that means the current directory.
  public static final int AT_FDCWD = -100;

  // Flags of the *at calls.
  public static final int AT_STATX_SYNC_AS_STAT = 0;
  public static final int AT_HANDLE_MNT_ID_UNIQUE = 0x1;
  public static final int AT_HANDLE_CONNECTABLE = 0x2;
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;
  public static final int AT_EACCESS = 0x200;
  public static final int AT_REMOVEDIR = 0x200;
  public static final int AT_HANDLE_FID = 0x200;
  public static final int AT_SYMLINK_FOLLOW = 0x400;
  public static final int AT_NO_AUTOMOUNT = 0x800;
  public static final int AT_EMPTY_PATH = 0x1000;
  public static final int AT_STATX_FORCE_SYNC = 0x2000;
  public static final int AT_STATX_DONT_SYNC = 0x4000;
  public static final int AT_STATX_SYNC_TYPE = 0x6000;
  public static final int AT_RECURSIVE = 0x8000;
  public static final int AT_EXECVE_CHECK = 0x10000;

  // Resolution flags of openat2(2).
  public static final int RESOLVE_NO_XDEV = 0x1;
  public static final int RESOLVE_NO_MAGICLINKS = 0x2;
  public static final int RESOLVE_NO_SYMLINKS = 0x4;
  public static final int RESOLVE_BENEATH = 0x8;
  public static final int RESOLVE_IN_ROOT = 0x10;
  public static final int RESOLVE_CACHED = 0x20;

  // Flags of close_range(2).
  public static final int CLOSE_RANGE_UNSHARE = 2;
  public static final int CLOSE_RANGE_CLOEXEC = 4;

  private Fcntl() {}
}
