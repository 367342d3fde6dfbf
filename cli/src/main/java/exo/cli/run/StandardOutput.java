package exo.cli.run;

import exo.kernel.GuestOutput;
import exo.kernel.StreamKind;
import exo.mem.host.HostDescriptors;
import exo.mem.host.HostException;
import exo.mem.host.HostTerminal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Our standard output or error, written for the guest. Written by one thread at a time. */
public final class StandardOutput implements GuestOutput {
  /** The numbers of those that were closed before the exo script put the null device there. */
  private static final String CLOSED = System.getProperty("exo.closed", "");

  private static final int EAGAIN = 11;
  private static final int BUFFER = 65_536;

  private final int fd;
  private final StreamKind kind;
  private final MemorySegment bytes = Arena.global().allocate(BUFFER);

  /**
   * @param fd 1 or 2
   */
  public StandardOutput(int fd) throws HostException {
    this.fd = fd;
    this.kind = kindOf(fd);
  }

  static StreamKind kindOf(int fd) throws HostException {
    if (CLOSED.contains(Integer.toString(fd))) {
      return StreamKind.CLOSED;
    }
    if (HostDescriptors.kind(fd) != HostDescriptors.Kind.CHARACTER_DEVICE) {
      return StreamKind.PIPE;
    }
    if (HostTerminal.isTerminal(fd)) {
      return StreamKind.TERMINAL;
    }
    return HostDescriptors.isNull(fd) ? StreamKind.NULL : StreamKind.PIPE;
  }

  @Override
  public StreamKind kind() {
    return kind;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws HostException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, BUFFER);
      MemorySegment.copy(source, offset + done, bytes, ValueLayout.JAVA_BYTE, 0, part);
      done += (int) writeSome(part);
    }
  }

  /** Waits also on a descriptor that somebody else has made non-blocking. */
  private long writeSome(int length) throws HostException {
    while (true) {
      try {
        return HostDescriptors.write(fd, bytes, 0, length);
      } catch (HostException e) {
        if (e.errno() != EAGAIN) {
          throw e;
        }
        HostDescriptors.awaitWritable(fd, -1);
      }
    }
  }
}
