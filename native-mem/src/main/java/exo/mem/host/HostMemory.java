package exo.mem.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

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
  // The arena, and who holds the memory.
  private final AtomicInteger users = new AtomicInteger(1);

  private HostMemory(long address, long bytes, int fd) {
    this.fd = fd;
    AtomicInteger users = this.users;
    this.segment =
        // Ours alone: freshly mapped, and unmapped by the arena that guards each access.
        MemorySegment.ofAddress(address).reinterpret(bytes, arena, s -> leave(users, s, fd));
    // A core dump of the JVM should not hold gigabytes of guest; where the advice is unknown it
    // changes nothing.
    MemoryCalls.madvise(address, bytes, MemoryCalls.MADV_DONTDUMP);
  }

  /**
   * Private zero pages.
   *
   * @param bytes a multiple of the page size
   * @param alignment of the base in bytes, a power of two and at least a page
   */
  public static HostMemory anonymous(long bytes, long alignment) throws HostException {
    Host.requireLinux();
    int flags = MemoryCalls.MAP_PRIVATE | MemoryCalls.MAP_ANONYMOUS | MemoryCalls.MAP_NORESERVE;
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
      int flags = MemoryCalls.MAP_SHARED | MemoryCalls.MAP_NORESERVE;
      return new HostMemory(map(bytes, alignment, flags, fd), bytes, fd);
    } catch (HostException e) {
      DescriptorCalls.close(fd);
      throw e;
    }
  }

  private static int file(long bytes) throws HostException {
    int flags = MemoryCalls.MFD_CLOEXEC | MemoryCalls.MFD_ALLOW_SEALING;
    int fd =
        (int)
            HostException.check(
                MemoryCalls.memfd_create("exo-ram", flags), "memfd_create", "of guest memory");
    // Sealed, because whoever else holds the file could shrink it and kill us with SIGBUS.
    int seals =
        DescriptorCalls.F_SEAL_SHRINK | DescriptorCalls.F_SEAL_GROW | DescriptorCalls.F_SEAL_SEAL;
    try {
      HostException.check(DescriptorCalls.ftruncate(fd, bytes), "ftruncate", "of guest memory");
      HostException.check(
          DescriptorCalls.fcntl(fd, DescriptorCalls.F_ADD_SEALS, seals),
          "fcntl",
          "to seal guest memory");
      return fd;
    } catch (HostException e) {
      DescriptorCalls.close(fd);
      throw e;
    }
  }

  /** Reserves more than asked for, places the mapping at the boundary, and trims both ends. */
  private static long map(long bytes, long alignment, int flags, int fd) throws HostException {
    String what = "of " + bytes + " bytes for guest memory";
    long room = Math.addExact(bytes, alignment);
    int reserve = MemoryCalls.MAP_PRIVATE | MemoryCalls.MAP_ANONYMOUS | MemoryCalls.MAP_NORESERVE;
    long start =
        HostException.check(
            MemoryCalls.mmap(0, room, MemoryCalls.PROT_NONE, reserve, NO_FILE, 0), "mmap", what);
    long base = (start + alignment - 1) & -alignment;
    try {
      int access = MemoryCalls.PROT_READ | MemoryCalls.PROT_WRITE;
      HostException.check(
          MemoryCalls.mmap(base, bytes, access, flags | MemoryCalls.MAP_FIXED, fd, 0),
          "mmap",
          what);
    } catch (HostException e) {
      MemoryCalls.munmap(start, room);
      throw e;
    }
    if (base > start) {
      MemoryCalls.munmap(start, base - start);
    }
    if (start + room > base + bytes) {
      MemoryCalls.munmap(base + bytes, start + room - (base + bytes));
    }
    return base;
  }

  private static void leave(AtomicInteger users, MemorySegment segment, int fd) {
    if (users.decrementAndGet() == 0) {
      MemoryCalls.munmap(segment.address(), segment.byteSize());
      if (fd != NO_FILE) {
        DescriptorCalls.close(fd);
      }
    }
  }

  /**
   * For who uses addresses instead of the segment: the memory stays mapped as long as the answer is
   * reachable, also when it was closed meanwhile.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Object hold() {
    if (users.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      throw new IllegalStateException("this memory was unmapped");
    }
    AtomicInteger users = this.users;
    int fd = this.fd;
    // Unmapped by whoever leaves last, this arena or that of the segment.
    return MemorySegment.ofAddress(segment.address())
        .reinterpret(segment.byteSize(), Arena.ofAuto(), s -> leave(users, s, fd));
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
    int advice = fd == NO_FILE ? MemoryCalls.MADV_DONTNEED : MemoryCalls.MADV_REMOVE;
    HostException.check(MemoryCalls.madvise(range, advice), "madvise", "of guest memory");
  }

  /** Unmaps. A second close does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
