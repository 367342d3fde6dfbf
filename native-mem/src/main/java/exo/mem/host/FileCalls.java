package exo.mem.host;

import static exo.mem.host.Binding.INT;
import static exo.mem.host.Binding.LONG;
import static exo.mem.host.Binding.POINTER;
import static exo.mem.host.Binding.result;
import static exo.mem.host.Binding.unexpected;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C library functions that take file names, under their C names. Each answers its result or {@code
 * -errno}. Names are strings of bytes, shorter than {@link Scratch#NAME_SIZE} and without a 0.
 * Numbers are those of Linux x86-64.
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
  static final int S_IFBLK = 0x6000;
  static final int S_IFDIR = 0x4000;
  static final int S_IFCHR = 0x2000;
  static final int S_IFIFO = 0x1000;

  static final int EACCES = 13;
  static final int EISDIR = 21;
  static final int ENAMETOOLONG = 36;
  static final int ELOOP = 40;
  static final int EOPNOTSUPP = 95;

  static final long PROC_SUPER_MAGIC = 0x9fa0;

  private static final MethodHandle OPENAT =
      Binding.variadic("openat", 3, INT, INT, POINTER, INT, INT);
  private static final MethodHandle STATX =
      Binding.function("statx", INT, INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle FSTATFS = Binding.function("fstatfs", INT, INT, POINTER);
  private static final MethodHandle READLINKAT =
      Binding.function("readlinkat", LONG, INT, POINTER, POINTER, LONG);
  private static final MethodHandle GETDENTS64 =
      Binding.function("getdents64", LONG, INT, POINTER, LONG);
  private static final MethodHandle MKDIRAT = Binding.function("mkdirat", INT, INT, POINTER, INT);
  private static final MethodHandle UNLINKAT = Binding.function("unlinkat", INT, INT, POINTER, INT);
  private static final MethodHandle RENAMEAT2 =
      Binding.function("renameat2", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle SYMLINKAT =
      Binding.function("symlinkat", INT, POINTER, INT, POINTER);
  private static final MethodHandle LINKAT =
      Binding.function("linkat", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle FCHMODAT =
      Binding.function("fchmodat", INT, INT, POINTER, INT, INT);
  private static final MethodHandle UTIMENSAT =
      Binding.function("utimensat", INT, INT, POINTER, POINTER, INT);

  private FileCalls() {}

  static long openat(int directory, String name, int flags, int mode) {
    Scratch s = Scratch.mine();
    try {
      return result((int) OPENAT.invokeExact(s.errno, directory, s.name(name), flags, mode), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long statx(int directory, String name, int flags, int mask, MemorySegment to) {
    Scratch s = Scratch.mine();
    try {
      return result((int) STATX.invokeExact(s.errno, directory, s.name(name), flags, mask, to), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long fstatfs(int fd, MemorySegment to) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FSTATFS.invokeExact(s.errno, fd, to), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long readlinkat(int directory, String name, MemorySegment to, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((long) READLINKAT.invokeExact(s.errno, directory, s.name(name), to, length), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long getdents64(int fd, MemorySegment to, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((long) GETDENTS64.invokeExact(s.errno, fd, to, length), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long mkdirat(int directory, String name, int mode) {
    Scratch s = Scratch.mine();
    try {
      return result((int) MKDIRAT.invokeExact(s.errno, directory, s.name(name), mode), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long unlinkat(int directory, String name, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result((int) UNLINKAT.invokeExact(s.errno, directory, s.name(name), flags), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long renameat2(int fromDirectory, String from, int toDirectory, String to, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result(
          (int)
              RENAMEAT2.invokeExact(
                  s.errno, fromDirectory, s.name(from), toDirectory, s.secondName(to), flags),
          s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long symlinkat(String target, int directory, String name) {
    Scratch s = Scratch.mine();
    try {
      return result(
          (int) SYMLINKAT.invokeExact(s.errno, s.secondName(target), directory, s.name(name)), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long linkat(int fromDirectory, String from, int toDirectory, String to, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result(
          (int)
              LINKAT.invokeExact(
                  s.errno, fromDirectory, s.name(from), toDirectory, s.secondName(to), flags),
          s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long fchmodat(int directory, String name, int mode, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FCHMODAT.invokeExact(s.errno, directory, s.name(name), mode, flags), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long utimensat(int directory, String name, MemorySegment times, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result((int) UTIMENSAT.invokeExact(s.errno, directory, s.name(name), times, flags), s);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
