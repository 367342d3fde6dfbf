package exo.cpu.kvm.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * System calls through the C library's {@code syscall(2)}. Each answers its result or {@code
 * -errno}. Numbers are those of Linux x86-64.
 */
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

  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.captureCallState("errno"),
              Linker.Option.firstVariadicArg(1));

  /** Where each thread's calls leave errno; freed when the thread is gone. */
  private static final ThreadLocal<MemorySegment> ERRNO =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private Libc() {}

  private static long call(int number, long a, long b, long c, long d, long e, long f) {
    MemorySegment errno = ERRNO.get();
    try {
      long result = (long) SYSCALL.invokeExact(errno, (long) number, a, b, c, d, e, f);
      return result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
    } catch (Throwable t) {
      throw new AssertionError("a host call threw", t);
    }
  }

  /** Opens for reading and writing, closed when a program is executed. */
  public static int open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path, StandardCharsets.ISO_8859_1).address();
      return (int) call(SYS_OPEN, name, O_RDWR | O_CLOEXEC, 0, 0, 0, 0);
    }
  }

  public static void close(int fd) {
    call(SYS_CLOSE, fd, 0, 0, 0, 0, 0);
  }

  /** A request whose argument is a number. */
  public static int ioctl(int fd, long request, long argument) {
    return (int) call(SYS_IOCTL, fd, request, argument, 0, 0, 0);
  }

  /** A request whose argument is a structure: native memory of the calling thread's own. */
  public static int ioctl(int fd, long request, MemorySegment argument) {
    return ioctl(fd, request, argument.address());
  }

  /** Maps a descriptor, shared, for reading and writing. Answers the address or -errno. */
  public static long mmap(int fd, long length) {
    return call(SYS_MMAP, 0, length, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  }

  public static void munmap(long address, long length) {
    call(SYS_MUNMAP, address, length, 0, 0, 0, 0);
  }

  public static int getpid() {
    return (int) call(SYS_GETPID, 0, 0, 0, 0, 0, 0);
  }

  /** The calling thread's number; it stays the same for a platform thread. */
  public static int gettid() {
    return (int) call(SYS_GETTID, 0, 0, 0, 0, 0, 0);
  }

  public static void tgkill(int pid, int tid, int signal) {
    call(SYS_TGKILL, pid, tid, signal, 0, 0, 0);
  }
}
