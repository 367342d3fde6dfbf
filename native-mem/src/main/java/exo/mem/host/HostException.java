package exo.mem.host;

import java.io.IOException;

/** A host system call failed. The message names the call, what it was about, and the error. */
public final class HostException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  HostException(String what, int errno) {
    super(what + ": " + Libc.strerror(errno));
    this.errno = errno;
  }

  /** The Linux error number, for example 2 for ENOENT. */
  public int errno() {
    return errno;
  }

  /** Passes a result through, or throws when it is a negated error number. */
  static long check(long result, String what) throws HostException {
    if (result < 0) {
      throw new HostException(what, (int) -result);
    }
    return result;
  }
}
