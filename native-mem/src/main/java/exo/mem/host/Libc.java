package exo.mem.host;

import static exo.mem.host.Binding.INT;
import static exo.mem.host.Binding.LONG;
import static exo.mem.host.Binding.POINTER;
import static exo.mem.host.Binding.result;
import static exo.mem.host.Binding.state;
import static exo.mem.host.Binding.unexpected;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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

  private static final MethodHandle MMAP =
      Binding.function("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
  private static final MethodHandle MUNMAP = Binding.function("munmap", INT, LONG, LONG);
  private static final MethodHandle MADVISE = Binding.function("madvise", INT, LONG, LONG, INT);
  private static final MethodHandle MEMFD_CREATE =
      Binding.function("memfd_create", INT, POINTER, INT);
  private static final MethodHandle FTRUNCATE = Binding.function("ftruncate", INT, INT, LONG);
  private static final MethodHandle FCNTL = Binding.variadic("fcntl", 2, INT, INT, INT, INT);
  private static final MethodHandle CLOSE = Binding.function("close", INT, INT);

  private Libc() {}

  static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
    MemorySegment state = state();
    try {
      return result(
          (long) MMAP.invokeExact(state, address, length, protection, flags, fd, offset), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long munmap(long address, long length) {
    MemorySegment state = state();
    try {
      return result((int) MUNMAP.invokeExact(state, address, length), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long madvise(long address, long length, int advice) {
    MemorySegment state = state();
    try {
      return result((int) MADVISE.invokeExact(state, address, length, advice), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long memfd_create(String name, int flags) {
    MemorySegment state = state();
    try (Arena arena = Arena.ofConfined()) {
      return result((int) MEMFD_CREATE.invokeExact(state, arena.allocateFrom(name), flags), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long ftruncate(int fd, long length) {
    MemorySegment state = state();
    try {
      return result((int) FTRUNCATE.invokeExact(state, fd, length), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long fcntl(int fd, int command, int argument) {
    MemorySegment state = state();
    try {
      return result((int) FCNTL.invokeExact(state, fd, command, argument), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long close(int fd) {
    MemorySegment state = state();
    try {
      return result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The C library's text for an error number, for messages. */
  static String strerror(int errno) {
    Linker linker = Linker.nativeLinker();
    MethodHandle strerror =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(POINTER, INT));
    try {
      // The text is a constant of the C library, or its per-thread buffer: valid until our copy.
      return ((MemorySegment) strerror.invokeExact(errno)).reinterpret(256).getString(0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
