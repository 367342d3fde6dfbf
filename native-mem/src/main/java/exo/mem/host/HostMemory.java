package exo.mem.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A range of host address space, reserved at once and given pages by the host as they are touched.
 *
 * <p>Any thread may use the segment until {@link #close}; after that every access throws
 * IllegalStateException, also in the middle of another thread's loop, because the segment belongs
 * to a shared arena and is unmapped only when no thread can be inside an access.
 */
public final class HostMemory implements AutoCloseable {
  private static final int NO_FILE = -1;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;
  private final int fd;

  private HostMemory(long address, long bytes, int fd) {
    this.fd = fd;
    this.segment =
        // Ours alone: freshly mapped, and unmapped by the arena that guards each access.
        MemorySegment.ofAddress(address).reinterpret(bytes, arena, s -> release(s, fd));
  }

  /**
   * Private zero pages.
   *
   * @param bytes a multiple of the page size
   * @param alignment of the base in bytes, a power of two and at least a page
   */
  public static HostMemory anonymous(long bytes, long alignment) throws HostException {
    Host.requireLinux();
    int flags = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE;
    return new HostMemory(map(bytes, alignment, flags, NO_FILE), bytes, NO_FILE);
  }

  /**
   * Zero pages of an unnamed file of fixed size, which a CPU engine can map into another process.
   * Parameters as for {@link #anonymous}.
   */
  public static HostMemory shared(long bytes, long alignment) throws HostException {
    Host.requireLinux();
    int fd = file(bytes);
    try {
      int flags = Libc.MAP_SHARED | Libc.MAP_NORESERVE;
      return new HostMemory(map(bytes, alignment, flags, fd), bytes, fd);
    } catch (HostException e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static int file(long bytes) throws HostException {
    int flags = Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING;
    int fd =
        (int)
            HostException.check(
                Libc.memfd_create("exo-ram", flags), "memfd_create", "of guest memory");
    // Sealed, because whoever else holds the file could shrink it and kill us with SIGBUS.
    int seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL;
    try {
      HostException.check(Libc.ftruncate(fd, bytes), "ftruncate", "of guest memory");
      HostException.check(Libc.fcntl(fd, Libc.F_ADD_SEALS, seals), "fcntl", "to seal guest memory");
      return fd;
    } catch (HostException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /** Reserves more than asked for, places the mapping at the boundary, and trims both ends. */
  private static long map(long bytes, long alignment, int flags, int fd) throws HostException {
    String what = "of " + bytes + " bytes for guest memory";
    long room = Math.addExact(bytes, alignment);
    int reserve = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE;
    long start =
        HostException.check(Libc.mmap(0, room, Libc.PROT_NONE, reserve, NO_FILE, 0), "mmap", what);
    long base = (start + alignment - 1) & -alignment;
    try {
      int access = Libc.PROT_READ | Libc.PROT_WRITE;
      HostException.check(
          Libc.mmap(base, bytes, access, flags | Libc.MAP_FIXED, fd, 0), "mmap", what);
    } catch (HostException e) {
      Libc.munmap(start, room);
      throw e;
    }
    if (base > start) {
      Libc.munmap(start, base - start);
    }
    if (start + room > base + bytes) {
      Libc.munmap(base + bytes, start + room - (base + bytes));
    }
    // A core dump of the JVM should not hold gigabytes of guest; where the advice is unknown it
    // changes nothing.
    Libc.madvise(base, bytes, Libc.MADV_DONTDUMP);
    return base;
  }

  private static void release(MemorySegment segment, int fd) {
    Libc.munmap(segment.address(), segment.byteSize());
    if (fd != NO_FILE) {
      Libc.close(fd);
    }
  }

  public MemorySegment segment() {
    return segment;
  }

  /** The descriptor of the file, closed by {@link #close}; only of shared memory. */
  public int fileDescriptor() {
    if (fd == NO_FILE) {
      throw new IllegalStateException("this memory is anonymous and has no file");
    }
    return fd;
  }

  /** Gives host pages back. They read as zero afterwards. Page-aligned, in bytes. */
  public void discard(long offset, long length) throws HostException {
    MemorySegment range = segment.asSlice(offset, length);
    int advice = fd == NO_FILE ? Libc.MADV_DONTNEED : Libc.MADV_REMOVE;
    HostException.check(
        Libc.madvise(range.address(), length, advice), "madvise", "of guest memory");
  }

  /** Unmaps. A second close does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
