package exo.mem.host;

import java.lang.foreign.MemorySegment;

/**
 * An open regular file of the host. Any thread may use it; {@link #close} takes effect when the
 * last call under way has ended, and a call after it throws IllegalStateException.
 */
public final class HostFile implements AutoCloseable {
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
