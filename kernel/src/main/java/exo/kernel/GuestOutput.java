package exo.kernel;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where a guest's standard output or error goes. A target may block: it is written on a helper
 * thread, one for all targets of a machine, so that their order is kept.
 */
public interface GuestOutput {
  /** Takes all of these bytes, and lets them be seen. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** What fstat(2) and isatty(3) take it for. */
  default StreamKind kind() {
    return StreamKind.PIPE;
  }

  /** Throws everything away. */
  static GuestOutput discard() {
    return of(OutputStream.nullOutputStream());
  }

  /** A stream, which is flushed after each write and not closed. */
  static GuestOutput of(OutputStream stream) {
    return (bytes, offset, length) -> {
      stream.write(bytes, offset, length);
      stream.flush();
    };
  }
}
