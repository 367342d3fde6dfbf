package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/**
 * Sockets as a kernel without any address family has them: none can be made, so no descriptor is
 * one. Programs ask ({@code bash} whether it was started by a remote shell) and believe the answer.
 */
final class Sockets {
  private Sockets() {}

  /** Linux {@code socket(2)}. */
  static long socket(Task task, long family, long type, long protocol) {
    return Errno.EAFNOSUPPORT.negated();
  }

  /** Linux {@code socketpair(2)}. */
  static long socketpair(Task task, long family, long type, long protocol, long fds) {
    return Errno.EAFNOSUPPORT.negated();
  }

  /** Every call on a socket: the descriptor is not open, or no socket. */
  static long notSocket(Task task, long fd) throws Errno {
    task.files().get((int) fd);
    throw Errno.ENOTSOCK;
  }
}
