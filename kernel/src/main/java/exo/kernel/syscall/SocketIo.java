package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.Message;
import exo.kernel.net.SocketFile;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;

/** What all forms of send(2) and recv(2) share: waiting, going on after a wait, SIGPIPE. */
final class SocketIo {
  // Which of the task's kept values counts the bytes of the rounds before.
  private static final int DONE = 0;

  private SocketIo() {}

  static boolean waits(SocketFile file, int flags) {
    return !file.isNonBlocking() && (flags & Socket.MSG_DONTWAIT) == 0;
  }

  /**
   * Sends what is left after {@link Transfer#done}; a stream waits until all is sent.
   *
   * @return the count of all rounds, -errno, or what a wait answers
   */
  static long send(Task task, SocketFile file, IoBuffer from, Message m) throws Errno {
    long done = task.call().keptLong(DONE);
    long n;
    try {
      n = file.socket().send(task, from, m);
    } catch (Errno e) {
      n = e.negated();
    }
    if (n > 0) {
      done += n;
    }
    boolean more = n > 0 && from.remaining() > 0 && !from.faulted() && file.writesAll();
    if (m.waits && (n == Transfer.EAGAIN || more)) {
      task.call().keepLong(DONE, done);
      long answer = Transfer.await(task, file.writable(), file.writeTimeoutNanos());
      return answer == Task.BLOCKED || done == 0 ? answer : done;
    }
    if (done > 0) {
      return done;
    }
    if (n == Transfer.EPIPE && file.signalsBrokenPipe() && !m.has(Socket.MSG_NOSIGNAL)) {
      Transfer.brokenPipe(task);
    }
    return n;
  }

  /**
   * Receives; waits until there is something, or with MSG_WAITALL from a stream until all is there.
   *
   * @param to what is left after {@link Transfer#done}
   * @return the count of all rounds, -errno, or what a wait answers
   */
  static long receive(Task task, SocketFile file, IoBuffer to, Message m) throws Errno {
    long done = task.call().keptLong(DONE);
    boolean fills = file.writesAll() && m.has(Socket.MSG_WAITALL) && !m.peeks();
    long n;
    boolean more;
    do {
      try {
        n = file.socket().receive(to, m);
      } catch (Errno e) {
        if (done == 0) {
          throw e;
        }
        return done;
      }
      more = fills && n > 0 && to.remaining() > 0 && !to.faulted() && !m.ends;
      done += Math.max(n, 0);
    } while (more);
    if (m.waits && n == Transfer.EAGAIN) {
      task.call().keepLong(DONE, done);
      long answer = Transfer.await(task, file.readable(), file.readTimeoutNanos());
      return answer == Task.BLOCKED || done == 0 ? answer : done;
    }
    return done > 0 ? done : n;
  }
}
