package exo.mem.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A host system call failed. The message names the call, what it was about, and the error.
 *
 * <p>It carries no stack trace, and builds its message only when asked: a guest that looks for a
 * file that is not there is no rare event.
 */
public final class HostException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final String subject;
  private final int errno;

  HostException(String call, String subject, int errno) {
    this.call = call;
    this.subject = subject;
    this.errno = errno;
  }

  /** The Linux error number, for example 2 for ENOENT. */
  public int errno() {
    return errno;
  }

  @Override
  public String getMessage() {
    // The subject may be a name of bytes, which is most likely UTF-8 for who reads the message.
    String text = new String(subject.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return call + " " + text + ": " + ErrorText.of(errno);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** Passes a result through, or throws when it is a negated error number. */
  static long check(long result, String call, String subject) throws HostException {
    if (result < 0) {
      throw new HostException(call, subject, (int) -result);
    }
    return result;
  }
}
