package exo.cli.run;

import exo.kernel.GuestInput;
import exo.kernel.StreamKind;
import exo.mem.host.HostDescriptors;
import exo.mem.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Our standard input, read for the guest. Read by one thread at a time. */
public final class StandardInput implements GuestInput {
  private static final int FD = 0;
  private static final int EAGAIN = 11;
  private static final int BUFFER = 65_536;

  private final StreamKind kind;
  private final MemorySegment bytes = Arena.global().allocate(BUFFER);

  public StandardInput() throws HostException {
    this.kind = StandardOutput.kindOf(FD);
  }

  @Override
  public StreamKind kind() {
    return kind;
  }

  public boolean isTerminal() {
    return kind == StreamKind.TERMINAL;
  }

  @Override
  public int read(byte[] buffer) throws HostException {
    int n = (int) readSome(Math.min(buffer.length, BUFFER));
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, buffer, 0, n);
    return n == 0 ? -1 : n;
  }

  /** Waits also on a descriptor that somebody else has made non-blocking. */
  private long readSome(int length) throws HostException {
    while (true) {
      try {
        return HostDescriptors.read(FD, bytes, 0, length);
      } catch (HostException e) {
        if (e.errno() != EAGAIN) {
          throw e;
        }
        HostDescriptors.awaitReadable(FD, -1);
      }
    }
  }
}
