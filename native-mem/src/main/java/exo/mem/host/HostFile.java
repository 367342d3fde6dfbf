package exo.mem.host;

import java.lang.foreign.MemorySegment;

/**
 * An open regular file of the host. Any thread may use it; {@link #close} takes effect when the
 * last call under way has ended, and a call after it throws IllegalStateException.
 */
public final class HostFile implements AutoCloseable {
  /** No data from an offset on. */
  public static final long NO_DATA = -1;

  private final Descriptor descriptor;
  private final String name;

  HostFile(long fd, String name) {
    descriptor = new Descriptor(fd);
    this.name = name;
  }

  /**
   * Reads from an offset of the file into native memory, guest RAM for example. The segment cannot
   * be closed meanwhile.
   *
   * @return bytes read, fewer than asked for at the end of the file, 0 beyond it
   */
  public long read(long off, MemorySegment to, long at, long len) throws HostException {
    MemorySegment part = to.asSlice(at, len);
    int fd = descriptor.acquire();
    try {
      long done;
      do {
        done = DescriptorCalls.pread(fd, part, len, off);
      } while (done == -DescriptorCalls.EINTR);
      return HostException.check(done, "pread", name);
    } finally {
      descriptor.release();
    }
  }

  /** Writes native memory at an offset of the file. Answers bytes written, at times too few. */
  public long write(long off, MemorySegment from, long at, long len) throws HostException {
    MemorySegment part = from.asSlice(at, len);
    int fd = descriptor.acquire();
    try {
      long done;
      do {
        done = DescriptorCalls.pwrite(fd, part, len, off);
      } while (done == -DescriptorCalls.EINTR);
      return HostException.check(done, "pwrite", name);
    } finally {
      descriptor.release();
    }
  }

  /** Cuts the file or lengthens it with zeros. */
  public void truncate(long len) throws HostException {
    descriptor.call("ftruncate", name, fd -> DescriptorCalls.ftruncate(fd, len));
  }

  /**
   * Allocates or frees room.
   *
   * @param mode FALLOC_FL_* of fallocate(2)
   */
  public void allocate(int mode, long off, long len) throws HostException {
    descriptor.call("fallocate", name, fd -> DescriptorCalls.fallocate(fd, mode, off, len));
  }

  /** The first offset from {@code off} on that holds data; {@link #NO_DATA} when there is none. */
  public long nextData(long off) throws HostException {
    return seek(off, DescriptorCalls.SEEK_DATA);
  }

  /** The first offset from {@code off} on that is a hole, the end being one; or as above. */
  public long nextHole(long off) throws HostException {
    return seek(off, DescriptorCalls.SEEK_HOLE);
  }

  private long seek(long off, int whence) throws HostException {
    // Nobody minds that this moves the descriptor's position: reads and writes give theirs.
    long found = descriptor.use(fd -> DescriptorCalls.lseek(fd, off, whence));
    return found == -DescriptorCalls.ENXIO ? NO_DATA : HostException.check(found, "lseek", name);
  }

  /** Returns when the contents are on the medium. */
  public void sync() throws HostException {
    descriptor.call("fdatasync", name, DescriptorCalls::fdatasync);
  }

  public HostStat stat() throws HostException {
    return descriptor.use(HostStat::of);
  }

  public long size() throws HostException {
    return stat().size();
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
