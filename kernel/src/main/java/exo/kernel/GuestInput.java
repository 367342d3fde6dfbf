package exo.kernel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Where a guest's standard input comes from. A source may block: it is read on a helper thread, and
 * only when the guest has asked for bytes. A keyboard's is read all the time; when its machine is
 * closed the thread that reads it is interrupted, and should come back by any of -1 and an
 * exception.
 */
public interface GuestInput {
  /**
   * Reads at least one byte, waiting for it.
   *
   * @return how many bytes were read, or -1 at the end
   */
  int read(byte[] buffer) throws java.io.IOException;

  /** What fstat(2) and isatty(3) take it for. */
  default StreamKind kind() {
    return StreamKind.PIPE;
  }

  /** No input at all: nothing is read, nothing ever ends. */
  static GuestInput absent() {
    return new GuestInput() {
      @Override
      public int read(byte[] buffer) {
        return -1;
      }

      @Override
      public StreamKind kind() {
        return StreamKind.CLOSED;
      }
    };
  }

  /** Input that is at its end from the start, as {@code /dev/null}. */
  static GuestInput empty() {
    return of(InputStream.nullInputStream());
  }

  /** These bytes. */
  static GuestInput of(byte[] bytes) {
    return of(new ByteArrayInputStream(bytes));
  }

  /** A stream, which is not closed. */
  static GuestInput of(InputStream stream) {
    return stream::read;
  }
}
