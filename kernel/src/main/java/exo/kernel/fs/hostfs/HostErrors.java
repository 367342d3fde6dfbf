package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.mem.host.HostException;

/** What the guest is told when the host refuses: the same, where the error is the guest's. */
final class HostErrors {
  private HostErrors() {}

  static Errno errno(HostException e) {
    Errno same = Errno.of(e.errno());
    if (same == null) {
      return Errno.EIO;
    }
    // It is this process that has too many files open, not the guest's.
    return same == Errno.EMFILE ? Errno.ENFILE : same;
  }
}
