package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** The descriptors this process was started with: 0, 1 and 2. Any thread. */
public final class HostDescriptors {
  /** What a descriptor leads to. */
  public enum Kind {
    CHARACTER_DEVICE,
    FIFO,
    FILE,
    SOCKET,
    OTHER,
    /** There is none of this number. */
    CLOSED
  }

  /** Major 1, minor 3. */
  private static final long NULL_DEVICE = 0x103;

  private HostDescriptors() {}

  public static Kind kind(int fd) throws HostException {
    Host.requireLinux();
    try {
      return switch (HostStat.of(fd).mode() & FileCalls.S_IFMT) {
        case FileCalls.S_IFCHR -> Kind.CHARACTER_DEVICE;
        case FileCalls.S_IFIFO -> Kind.FIFO;
        case FileCalls.S_IFREG -> Kind.FILE;
        case FileCalls.S_IFSOCK -> Kind.SOCKET;
        default -> Kind.OTHER;
      };
    } catch (HostException e) {
      if (e.errno() == DescriptorCalls.EBADF) {
        return Kind.CLOSED;
      }
      throw e;
    }
  }

  /** Whether a descriptor is the null device, {@code /dev/null}. */
  public static boolean isNull(int fd) throws HostException {
    Host.requireLinux();
    HostStat stat = HostStat.of(fd);
    return (stat.mode() & FileCalls.S_IFMT) == FileCalls.S_IFCHR
        && stat.specialDevice() == NULL_DEVICE;
  }

  /**
   * Reads what is there, waiting for the first byte. The segment must be native.
   *
   * @return bytes read, 0 at the end
   */
  public static long read(int fd, MemorySegment to, long at, long len) throws HostException {
    Host.requireLinux();
    MemorySegment part = to.asSlice(at, len);
    long done;
    do {
      done = DescriptorCalls.read(fd, part, len);
    } while (done == -DescriptorCalls.EINTR);
    return HostException.check(done, "read", "of descriptor " + fd);
  }

  /** Writes; may wait. The segment must be native. Answers bytes written, at times too few. */
  public static long write(int fd, MemorySegment from, long at, long len) throws HostException {
    Host.requireLinux();
    MemorySegment part = from.asSlice(at, len);
    long done;
    do {
      done = DescriptorCalls.write(fd, part, len);
    } while (done == -DescriptorCalls.EINTR);
    return HostException.check(done, "write", "to descriptor " + fd);
  }

  /**
   * Waits until a read would not: there is input, or its end, or an error to read.
   *
   * @param timeoutMillis 0 only looks, -1 waits for ever
   * @return false when the time is over
   */
  public static boolean awaitReadable(int fd, int timeoutMillis) throws HostException {
    return await(fd, DescriptorCalls.POLLIN, timeoutMillis);
  }

  /**
   * Waits until a write would not: there is room, or an error to see.
   *
   * @param timeoutMillis 0 only looks, -1 waits for ever
   * @return false when the time is over
   */
  public static boolean awaitWritable(int fd, int timeoutMillis) throws HostException {
    return await(fd, DescriptorCalls.POLLOUT, timeoutMillis);
  }

  private static boolean await(int fd, short events, int timeoutMillis) throws HostException {
    Host.requireLinux();
    MemorySegment pollfd = Scratch.mine().out;
    pollfd.set(JAVA_INT, 0, fd);
    pollfd.set(JAVA_SHORT, 4, events);
    pollfd.set(JAVA_SHORT, 6, (short) 0);
    long ready = DescriptorCalls.poll(pollfd.address(), 1, timeoutMillis);
    if (ready == -DescriptorCalls.EINTR) {
      return false;
    }
    return HostException.check(ready, "poll", "of descriptor " + fd) > 0;
  }
}
