package exo.cpu.kvm.sys;

import exo.mem.host.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** System calls of the host. Each answers its result or {@code -errno}. */
public final class Libc {
  public static final int ENOENT = 2;
  public static final int EPERM = 1;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;

  private static final int SYS_OPEN = 2;
  private static final int SYS_CLOSE = 3;
  private static final int SYS_MMAP = 9;
  private static final int SYS_MUNMAP = 11;
  private static final int SYS_IOCTL = 16;
  private static final int SYS_GETPID = 39;
  private static final int SYS_GETTID = 186;
  private static final int SYS_TGKILL = 234;

  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x8_0000;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;

  private Libc() {}

  /** Opens for reading and writing, closed when a program is executed. */
  public static int open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path, StandardCharsets.ISO_8859_1).address();
      return (int) Syscall.call(SYS_OPEN, name, O_RDWR | O_CLOEXEC, 0, 0, 0, 0);
    }
  }

  public static void close(int fd) {
    Syscall.call(SYS_CLOSE, fd, 0, 0, 0, 0, 0);
  }

  /** A request whose argument is a number. */
  public static int ioctl(int fd, long request, long argument) {
    return (int) Syscall.call(SYS_IOCTL, fd, request, argument, 0, 0, 0);
  }

  /** A request whose argument is a structure: native memory of the calling thread's own. */
  public static int ioctl(int fd, long request, MemorySegment argument) {
    return ioctl(fd, request, argument.address());
  }

  /** Maps a descriptor, shared, for reading and writing. Answers the address or -errno. */
  public static long mmap(int fd, long length) {
    return Syscall.call(SYS_MMAP, 0, length, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  }

  public static void munmap(long address, long length) {
    Syscall.call(SYS_MUNMAP, address, length, 0, 0, 0, 0);
  }

  public static int getpid() {
    return (int) Syscall.call(SYS_GETPID, 0, 0, 0, 0, 0, 0);
  }

  /** The calling thread's number; it stays the same for a platform thread. */
  public static int gettid() {
    return (int) Syscall.call(SYS_GETTID, 0, 0, 0, 0, 0, 0);
  }

  public static void tgkill(int pid, int tid, int signal) {
    Syscall.call(SYS_TGKILL, pid, tid, signal, 0, 0, 0);
  }
}
