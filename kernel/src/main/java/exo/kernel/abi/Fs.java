package exo.kernel.abi;

/**
 * What calls on files take: positions, renames, transfers, advice, limits. Source: unistd.h,
 * linux/fs.h, linux/falloc.h, linux/fadvise.h, linux/xattr.h, sys/inotify.h.
 */
public final class Fs {
  // Whence of lseek(2).
  public static final int SEEK_SET = 0;
  public static final int SEEK_CUR = 1;
  public static final int SEEK_END = 2;
  public static final int SEEK_DATA = 3;
  public static final int SEEK_HOLE = 4;

  // Modes of access(2).
  public static final int F_OK = 0;
  public static final int X_OK = 1;
  public static final int W_OK = 2;
  public static final int R_OK = 4;

  // Flags of renameat2(2).
  public static final int RENAME_NOREPLACE = 0x1;
  public static final int RENAME_EXCHANGE = 0x2;
  public static final int RENAME_WHITEOUT = 0x4;

  // Flags of preadv2(2) and pwritev2(2).
  public static final int RWF_HIPRI = 0x1;
  public static final int RWF_DSYNC = 0x2;
  public static final int RWF_SYNC = 0x4;
  public static final int RWF_NOWAIT = 0x8;
  public static final int RWF_APPEND = 0x10;
  public static final int RWF_NOAPPEND = 0x20;
  public static final int RWF_ATOMIC = 0x40;
  public static final int RWF_DONTCACHE = 0x80;

  // Modes of fallocate(2).
  public static final int FALLOC_FL_KEEP_SIZE = 0x1;
  public static final int FALLOC_FL_PUNCH_HOLE = 0x2;
  public static final int FALLOC_FL_NO_HIDE_STALE = 0x4;
  public static final int FALLOC_FL_COLLAPSE_RANGE = 0x8;
  public static final int FALLOC_FL_ZERO_RANGE = 0x10;
  public static final int FALLOC_FL_INSERT_RANGE = 0x20;
  public static final int FALLOC_FL_UNSHARE_RANGE = 0x40;
  public static final int FALLOC_FL_WRITE_ZEROES = 0x80;

  // Advice of posix_fadvise(2).
  public static final int POSIX_FADV_NORMAL = 0;
  public static final int POSIX_FADV_RANDOM = 1;
  public static final int POSIX_FADV_SEQUENTIAL = 2;
  public static final int POSIX_FADV_WILLNEED = 3;
  public static final int POSIX_FADV_DONTNEED = 4;
  public static final int POSIX_FADV_NOREUSE = 5;

  // Flags of splice(2), tee(2) and vmsplice(2).
  public static final int SPLICE_F_MOVE = 0x1;
  public static final int SPLICE_F_NONBLOCK = 0x2;
  public static final int SPLICE_F_MORE = 0x4;
  public static final int SPLICE_F_GIFT = 0x8;

  // Flags of sync_file_range(2).
  public static final int SYNC_FILE_RANGE_WAIT_BEFORE = 0x1;
  public static final int SYNC_FILE_RANGE_WRITE = 0x2;
  public static final int SYNC_FILE_RANGE_WAIT_AFTER = 0x4;
  public static final int SYNC_FILE_RANGE_WRITE_AND_WAIT = 0x7;

  // Flags and limits of setxattr(2).
  public static final int FS_IMMUTABLE_FL = 0x10;
  public static final int FS_APPEND_FL = 0x20;
  public static final int FS_NODUMP_FL = 0x40;
  public static final int FS_NOATIME_FL = 0x80;

  public static final int XATTR_CREATE = 1;
  public static final int XATTR_REPLACE = 2;
  public static final int XATTR_NAME_MAX = 255;
  public static final int XATTR_SIZE_MAX = 65536;
  public static final int XATTR_LIST_MAX = 65536;

  // Limits of names and transfers.
  public static final int NAME_MAX = 255;
  public static final int PATH_MAX = 4096;
  public static final int PIPE_BUF = 4096;
  public static final int NGROUPS_MAX = 65536;

  // Kinds of directory entry in getdents64(2).
  public static final int DT_UNKNOWN = 0;
  public static final int DT_FIFO = 1;
  public static final int DT_CHR = 2;
  public static final int DT_DIR = 4;
  public static final int DT_BLK = 6;
  public static final int DT_REG = 8;
  public static final int DT_LNK = 10;
  public static final int DT_SOCK = 12;
  public static final int DT_WHT = 14;

  private Fs() {}
}
