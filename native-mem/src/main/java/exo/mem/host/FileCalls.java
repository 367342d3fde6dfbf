package exo.mem.host;

/**
 * The host's system calls that take file names, under their C names. Each answers its result or
 * {@code -errno}. Names are strings of bytes, shorter than {@link Scratch#NAME_SIZE} and without a
 * 0. Numbers are those of Linux x86-64.
 */
final class FileCalls {
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EMPTY_PATH = 0x1000;

  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_DIRECTORY = 0x10000;
  static final int O_NOFOLLOW = 0x20000;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;

  static final int S_IFMT = 0xf000;
  static final int S_IFSOCK = 0xc000;
  static final int S_IFLNK = 0xa000;
  static final int S_IFREG = 0x8000;
  static final int S_IFDIR = 0x4000;
  static final int S_IFCHR = 0x2000;
  static final int S_IFIFO = 0x1000;

  static final int EACCES = 13;
  static final int EISDIR = 21;
  static final int ENAMETOOLONG = 36;
  static final int ELOOP = 40;
  static final int EOPNOTSUPP = 95;

  static final long PROC_SUPER_MAGIC = 0x9fa0;

  private static final int SYS_OPENAT = 257;
  private static final int SYS_MKDIRAT = 258;
  private static final int SYS_MKNODAT = 259;
  private static final int SYS_FCHOWNAT = 260;
  private static final int SYS_UNLINKAT = 263;
  private static final int SYS_LINKAT = 265;
  private static final int SYS_SYMLINKAT = 266;
  private static final int SYS_READLINKAT = 267;
  private static final int SYS_FCHMODAT = 268;
  private static final int SYS_UTIMENSAT = 280;
  private static final int SYS_RENAMEAT2 = 316;
  private static final int SYS_STATX = 332;

  private FileCalls() {}

  private static long name(String name) {
    return Scratch.mine().name(name);
  }

  private static long secondName(String name) {
    return Scratch.mine().secondName(name);
  }

  static long openat(int directory, String name, int flags, int mode) {
    return Syscall.call(SYS_OPENAT, directory, name(name), flags, mode);
  }

  static long statx(int directory, String name, int flags, int mask, long to) {
    return Syscall.call(SYS_STATX, directory, name(name), flags, mask, to, 0);
  }

  static long readlinkat(int directory, String name, long to, long length) {
    return Syscall.call(SYS_READLINKAT, directory, name(name), to, length);
  }

  static long mkdirat(int directory, String name, int mode) {
    return Syscall.call(SYS_MKDIRAT, directory, name(name), mode);
  }

  static long mknodat(int directory, String name, int mode, long device) {
    return Syscall.call(SYS_MKNODAT, directory, name(name), mode, device);
  }

  static long fchownat(int directory, String name, int uid, int gid, int flags) {
    return Syscall.call(SYS_FCHOWNAT, directory, name(name), uid, gid, flags, 0);
  }

  static long unlinkat(int directory, String name, int flags) {
    return Syscall.call(SYS_UNLINKAT, directory, name(name), flags);
  }

  static long renameat2(int fromDirectory, String from, int toDirectory, String to, int flags) {
    return Syscall.call(
        SYS_RENAMEAT2, fromDirectory, name(from), toDirectory, secondName(to), flags, 0);
  }

  static long symlinkat(String target, int directory, String name) {
    return Syscall.call(SYS_SYMLINKAT, name(target), directory, secondName(name));
  }

  static long linkat(int fromDirectory, String from, int toDirectory, String to, int flags) {
    return Syscall.call(
        SYS_LINKAT, fromDirectory, name(from), toDirectory, secondName(to), flags, 0);
  }

  /** Follows links: the call itself has no flags. */
  static long fchmodat(int directory, String name, int mode) {
    return Syscall.call(SYS_FCHMODAT, directory, name(name), mode);
  }

  static long utimensat(int directory, String name, long times, int flags) {
    return Syscall.call(SYS_UTIMENSAT, directory, name(name), times, flags);
  }
}
