package exo.cpu.host.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.mem.host.Linkage;
import exo.mem.host.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls of the host, as numbers of x86-64. Each answers its result or {@code -errno}.
 * Segments are passed by address: the caller keeps them alive over the call.
 */
public final class Linux {
  public static final int EINTR = 4;
  public static final int ESRCH = 3;
  public static final int EIO = 5;

  public static final int SYS_WRITE = 1;
  public static final int SYS_CLOSE = 3;
  public static final int SYS_MMAP = 9;
  public static final int SYS_MUNMAP = 11;
  public static final int SYS_RT_SIGACTION = 13;
  public static final int SYS_FORK = 57;
  public static final int SYS_SETSID = 112;
  public static final int SYS_CAPSET = 126;
  public static final int SYS_PRCTL = 157;
  public static final int SYS_SETRLIMIT = 160;
  public static final int SYS_UNSHARE = 272;
  public static final int SYS_CLOSE_RANGE = 436;

  private static final int SYS_GETPID = 39;
  private static final int SYS_WAIT4 = 61;
  private static final int SYS_KILL = 62;
  private static final int SYS_PTRACE = 101;
  private static final int SYS_SCHED_SETAFFINITY = 203;
  private static final int SYS_SCHED_GETAFFINITY = 204;
  private static final int SYS_GETCPU = 309;
  private static final int SYS_MEMFD_CREATE = 319;
  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int SYS_PIDFD_OPEN = 434;

  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_EXEC = 16;
  private static final int WALL = 0x4000_0000;
  private static final int SPAWN_ACTIONS_SIZE = 128;

  private static final MethodHandle POSIX_SPAWN = libc("posix_spawn");
  private static final MethodHandle ACTIONS_INIT = libc("posix_spawn_file_actions_init");
  private static final MethodHandle ACTIONS_DUP2 = libc("posix_spawn_file_actions_adddup2");
  private static final MethodHandle ACTIONS_DESTROY = libc("posix_spawn_file_actions_destroy");

  private Linux() {}

  private static MethodHandle libc(String name) {
    return Linkage.function(Linkage.libc(name));
  }

  /** The process that we are. */
  public static int getpid() {
    return (int) Syscall.call(SYS_GETPID, 0, 0, 0, 0, 0, 0);
  }

  /** {@code ptrace(2)}, raw: what PEEK requests read goes to the address in {@code data}. */
  public static long ptrace(int request, int pid, long addr, long data) {
    return Syscall.call(SYS_PTRACE, request, pid, addr, data, 0, 0);
  }

  /** {@code ptrace(2)} with memory for its last argument. */
  public static long ptrace(int request, int pid, long addr, MemorySegment data) {
    return Syscall.call(SYS_PTRACE, request, pid, addr, data.address(), 0, 0);
  }

  /** {@code wait4(2)} for one process, of any kind, until it stops or ends. */
  public static long wait4(int pid, MemorySegment status) {
    long result;
    do {
      result = Syscall.call(SYS_WAIT4, pid, status.address(), WALL, 0, 0, 0);
    } while (result == -EINTR);
    return result;
  }

  public static long kill(int pid, int signal) {
    return Syscall.call(SYS_KILL, pid, signal, 0, 0, 0, 0);
  }

  /** A descriptor that names a process for good, closed on exec. */
  public static long pidfdOpen(int pid) {
    return Syscall.call(SYS_PIDFD_OPEN, pid, 0, 0, 0, 0, 0);
  }

  public static long pidfdSendSignal(int pidfd, int signal) {
    return Syscall.call(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0, 0);
  }

  public static long close(int fd) {
    return Syscall.call(SYS_CLOSE, fd, 0, 0, 0, 0, 0);
  }

  /** An unnamed file that holds a program, closed on exec. */
  public static long programFile(String name, byte[] content) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(name);
      long fd = Syscall.call(SYS_MEMFD_CREATE, path.address(), MFD_CLOEXEC | MFD_EXEC, 0, 0, 0, 0);
      if (fd < 0) {
        // Before Linux 6.3 there was no such flag, and every such file could be executed.
        fd = Syscall.call(SYS_MEMFD_CREATE, path.address(), MFD_CLOEXEC, 0, 0, 0, 0);
      }
      if (fd < 0) {
        return fd;
      }
      MemorySegment bytes = arena.allocate(content.length);
      MemorySegment.copy(content, 0, bytes, ValueLayout.JAVA_BYTE, 0, content.length);
      long written = Syscall.call(SYS_WRITE, fd, bytes.address(), content.length, 0, 0, 0);
      if (written != content.length) {
        close((int) fd);
        return written < 0 ? written : -EINTR;
      }
      return fd;
    }
  }

  /** The CPU this thread is on. */
  public static int currentCpu() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cpu = arena.allocate(JAVA_INT);
      return Syscall.call(SYS_GETCPU, cpu.address(), 0, 0, 0, 0, 0) < 0 ? 0 : cpu.get(JAVA_INT, 0);
    }
  }

  /** Which CPUs this thread may use: answers the bytes of the mask that are valid, or an error. */
  public static long schedGetaffinity(MemorySegment mask) {
    return Syscall.call(SYS_SCHED_GETAFFINITY, 0, mask.byteSize(), mask.address(), 0, 0, 0);
  }

  public static long schedSetaffinity(MemorySegment mask) {
    return Syscall.call(SYS_SCHED_SETAFFINITY, 0, mask.byteSize(), mask.address(), 0, 0, 0);
  }

  /**
   * {@code posix_spawn(3)} without arguments or environment.
   *
   * @param descriptors what the new process holds as 0, 1 and so on
   * @return the process or {@code -errno}
   */
  public static int spawn(String path, int... descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment name = arena.allocateFrom(path);
      MemorySegment argv = arena.allocate(JAVA_LONG, 2);
      argv.set(JAVA_LONG, 0, arena.allocateFrom("exo-guest").address());
      MemorySegment actions = arena.allocate(SPAWN_ACTIONS_SIZE, 16);
      long at = actions.address();
      int error = (int) (long) ACTIONS_INIT.invokeExact(at, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
      if (error != 0) {
        return -error;
      }
      for (int i = 0; error == 0 && i < descriptors.length; i++) {
        long from = descriptors[i];
        error = (int) (long) ACTIONS_DUP2.invokeExact(at, from, (long) i, 0L, 0L, 0L, 0L, 0L);
      }
      if (error == 0) {
        long none = argv.address() + Long.BYTES;
        error =
            (int)
                (long)
                    POSIX_SPAWN.invokeExact(
                        pid.address(), name.address(), at, 0L, argv.address(), none, 0L, 0L);
      }
      long ignored = (long) ACTIONS_DESTROY.invokeExact(at, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
      return error != 0 ? -error : pid.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }
}
