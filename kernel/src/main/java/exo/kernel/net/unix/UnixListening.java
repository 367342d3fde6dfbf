package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.sched.WaitQueue;
import java.util.ArrayDeque;
import java.util.Collection;

/**
 * What a socket has as a listener: the connections that nobody accepted yet, and those who wait for
 * room among them. Owned by the kernel lock. Source: listen(2), accept(2).
 */
final class UnixListening {
  private final ArrayDeque<UnixSocket> accepting = new ArrayDeque<>();
  private final WaitQueue room = new WaitQueue();
  private int backlog;

  /**
   * @param backlog how many connections may wait besides one; a negative one is no limit, as
   *     listen(2) takes it for an unsigned number
   */
  UnixListening(int backlog) {
    this.backlog = backlog;
  }

  void backlog(int wanted) {
    if (wanted > backlog) {
      room.wakeAll();
    }
    backlog = wanted;
  }

  boolean isFull() {
    return Integer.compareUnsigned(accepting.size(), backlog) > 0;
  }

  /** Where those stand who found it full. */
  WaitQueue room() {
    return room;
  }

  /** The connections that nobody accepted yet, oldest first. */
  Collection<UnixSocket> accepting() {
    return accepting;
  }

  void add(UnixSocket connected) {
    accepting.add(connected);
  }

  /**
   * Takes the oldest connection.
   *
   * @throws Errno EAGAIN if there is none
   */
  UnixSocket accept() throws Errno {
    UnixSocket first = accepting.poll();
    if (first == null) {
      throw Errno.EAGAIN;
    }
    room.wakeAll();
    return first;
  }

  /** Nobody will accept: connections are reset, and those who wait for room are refused. */
  void close() {
    UnixSocket unaccepted;
    while ((unaccepted = accepting.poll()) != null) {
      unaccepted.end(true);
    }
    room.wakeAll();
  }
}
