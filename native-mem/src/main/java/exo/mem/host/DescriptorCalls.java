package exo.mem.host;

import java.lang.foreign.MemorySegment;

/**
 * The host's system calls for open descriptors, under their C names. Each answers its result or
 * {@code -errno}. Numbers are those of Linux x86-64.
 */
final class DescriptorCalls {
  static final int F_ADD_SEALS = 1033;
  static final int F_SEAL_SEAL = 1;
  static final int F_SEAL_SHRINK = 2;
  static final int F_SEAL_GROW = 4;

  static final int TCGETS = 0x5401;
  static final int TCSETS = 0x5402;
  static final int TIOCGWINSZ = 0x5413;

  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  static final int SEEK_SET = 0;
  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;

  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EBADF = 9;

  private static final int SYS_READ = 0;
  private static final int SYS_WRITE = 1;
  private static final int SYS_CLOSE = 3;
  private static final int SYS_POLL = 7;
  private static final int SYS_LSEEK = 8;
  private static final int SYS_IOCTL = 16;
  private static final int SYS_PREAD64 = 17;
  private static final int SYS_PWRITE64 = 18;
  private static final int SYS_FCNTL = 72;
  private static final int SYS_FDATASYNC = 75;
  private static final int SYS_FTRUNCATE = 77;
  private static final int SYS_FSTATFS = 138;
  private static final int SYS_GETDENTS64 = 217;
  private static final int SYS_FALLOCATE = 285;

  private DescriptorCalls() {}

  static long close(int fd) {
    return Syscall.call(SYS_CLOSE, fd, 0, 0);
  }

  static long fcntl(int fd, int command, int argument) {
    return Syscall.call(SYS_FCNTL, fd, command, argument);
  }

  static long ioctl(int fd, int request, long argument) {
    return Syscall.call(SYS_IOCTL, fd, request, argument);
  }

  static long read(int fd, MemorySegment to, long length) {
    return Syscall.call(SYS_READ, fd, to, length, 0);
  }

  static long write(int fd, MemorySegment from, long length) {
    return Syscall.call(SYS_WRITE, fd, from, length, 0);
  }

  static long pread(int fd, MemorySegment to, long length, long off) {
    return Syscall.call(SYS_PREAD64, fd, to, length, off);
  }

  static long pwrite(int fd, MemorySegment from, long length, long off) {
    return Syscall.call(SYS_PWRITE64, fd, from, length, off);
  }

  static long lseek(int fd, long off, int whence) {
    return Syscall.call(SYS_LSEEK, fd, off, whence);
  }

  static long fallocate(int fd, int mode, long off, long length) {
    return Syscall.call(SYS_FALLOCATE, fd, mode, off, length);
  }

  static long poll(long descriptors, int count, int timeoutMillis) {
    return Syscall.call(SYS_POLL, descriptors, count, timeoutMillis);
  }

  static long ftruncate(int fd, long length) {
    return Syscall.call(SYS_FTRUNCATE, fd, length, 0);
  }

  static long fdatasync(int fd) {
    return Syscall.call(SYS_FDATASYNC, fd, 0, 0);
  }

  static long fstatfs(int fd, long to) {
    return Syscall.call(SYS_FSTATFS, fd, to, 0);
  }

  static long getdents64(int fd, MemorySegment to, long length) {
    return Syscall.call(SYS_GETDENTS64, fd, to, length, 0);
  }
}
