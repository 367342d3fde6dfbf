package exo.mem.host;

import static exo.mem.host.Binding.INT;
import static exo.mem.host.Binding.LONG;
import static exo.mem.host.Binding.POINTER;
import static exo.mem.host.Binding.result;
import static exo.mem.host.Binding.unexpected;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C library functions for memory and descriptors, under their C names. Each answers its result or
 * {@code -errno}. Numbers are those of Linux x86-64.
 */
final class Libc {
  static final int PROT_NONE = 0;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;

  static final int MAP_SHARED = 0x01;
  static final int MAP_PRIVATE = 0x02;
  static final int MAP_FIXED = 0x10;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_NORESERVE = 0x4000;

  static final int MADV_DONTNEED = 4;
  static final int MADV_REMOVE = 9;
  static final int MADV_DONTDUMP = 16;

  static final int MFD_CLOEXEC = 1;
  static final int MFD_ALLOW_SEALING = 2;
  static final int F_ADD_SEALS = 1033;
  static final int F_SEAL_SEAL = 1;
  static final int F_SEAL_SHRINK = 2;
  static final int F_SEAL_GROW = 4;

  static final int TCGETS = 0x5401;
  static final int TCSETS = 0x5402;
  static final int TIOCGWINSZ = 0x5413;

  static final short POLLIN = 1;

  static final int EINTR = 4;
  static final int EFAULT = 14;

  private static final MethodHandle MMAP =
      Binding.function("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
  private static final MethodHandle MUNMAP = Binding.function("munmap", INT, LONG, LONG);
  private static final MethodHandle MADVISE = Binding.function("madvise", INT, LONG, LONG, INT);
  private static final MethodHandle MEMFD_CREATE =
      Binding.function("memfd_create", INT, POINTER, INT);
  private static final MethodHandle PROCESS_VM_READV =
      Binding.function("process_vm_readv", LONG, INT, POINTER, LONG, POINTER, LONG, LONG);
  private static final MethodHandle CLOSE = Binding.function("close", INT, INT);
  private static final MethodHandle FCNTL = Binding.variadic("fcntl", 2, INT, INT, INT, INT);
  private static final MethodHandle IOCTL = Binding.variadic("ioctl", 2, INT, INT, LONG, POINTER);
  private static final MethodHandle READ = Binding.function("read", LONG, INT, POINTER, LONG);
  private static final MethodHandle WRITE = Binding.function("write", LONG, INT, POINTER, LONG);
  private static final MethodHandle PREAD =
      Binding.function("pread", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle PWRITE =
      Binding.function("pwrite", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle POLL = Binding.function("poll", INT, POINTER, LONG, INT);
  private static final MethodHandle FTRUNCATE = Binding.function("ftruncate", INT, INT, LONG);
  private static final MethodHandle FDATASYNC = Binding.function("fdatasync", INT, INT);
  private static final MethodHandle GETPID = Binding.infallible("getpid", INT);
  private static final MethodHandle GETUID = Binding.infallible("getuid", INT);
  private static final MethodHandle GETGID = Binding.infallible("getgid", INT);
  private static final MethodHandle STRERROR = Binding.infallible("strerror", POINTER, INT);

  private Libc() {}

  static long mmap(long address, long length, int protection, int flags, int fd, long off) {
    Scratch s = Scratch.mine();
    try {
      return result(
          (long) MMAP.invokeExact(s.errno, address, length, protection, flags, fd, off), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long munmap(long address, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((int) MUNMAP.invokeExact(s.errno, address, length), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long madvise(long address, long length, int advice) {
    Scratch s = Scratch.mine();
    try {
      return result((int) MADVISE.invokeExact(s.errno, address, length, advice), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long memfd_create(String name, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result((int) MEMFD_CREATE.invokeExact(s.errno, s.name(name), flags), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long process_vm_readv(
      int pid, MemorySegment local, long locals, MemorySegment remote, long remotes, long flags) {
    Scratch s = Scratch.mine();
    try {
      return result(
          (long) PROCESS_VM_READV.invokeExact(s.errno, pid, local, locals, remote, remotes, flags),
          s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long close(int fd) {
    Scratch s = Scratch.mine();
    try {
      return result((int) CLOSE.invokeExact(s.errno, fd), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long fcntl(int fd, int command, int argument) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FCNTL.invokeExact(s.errno, fd, command, argument), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long ioctl(int fd, long request, MemorySegment argument) {
    Scratch s = Scratch.mine();
    try {
      return result((int) IOCTL.invokeExact(s.errno, fd, request, argument), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long read(int fd, MemorySegment to, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((long) READ.invokeExact(s.errno, fd, to, length), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long write(int fd, MemorySegment from, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((long) WRITE.invokeExact(s.errno, fd, from, length), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long pread(int fd, MemorySegment to, long length, long off) {
    Scratch s = Scratch.mine();
    try {
      return result((long) PREAD.invokeExact(s.errno, fd, to, length, off), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long pwrite(int fd, MemorySegment from, long length, long off) {
    Scratch s = Scratch.mine();
    try {
      return result((long) PWRITE.invokeExact(s.errno, fd, from, length, off), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long poll(MemorySegment descriptors, long count, int timeoutMillis) {
    Scratch s = Scratch.mine();
    try {
      return result((int) POLL.invokeExact(s.errno, descriptors, count, timeoutMillis), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long ftruncate(int fd, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FTRUNCATE.invokeExact(s.errno, fd, length), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long fdatasync(int fd) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FDATASYNC.invokeExact(s.errno, fd), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int getpid() {
    try {
      return (int) GETPID.invokeExact();
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int getuid() {
    try {
      return (int) GETUID.invokeExact();
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int getgid() {
    try {
      return (int) GETGID.invokeExact();
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The C library's text for an error number: a constant, or in this thread's own buffer. */
  static MemorySegment strerror(int errno) {
    try {
      return (MemorySegment) STRERROR.invokeExact(errno);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
