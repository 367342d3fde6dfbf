package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.net.NetContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Who has which port of one protocol. A port stays taken for a minute after a connection that its
 * owner ended first: TIME_WAIT. Such ports are looked through when a port is asked for, so they
 * need no timer. Owned by the kernel lock.
 */
final class Ports {
  /** Ports given out by themselves: net.ipv4.ip_local_port_range. */
  static final int FIRST = 32_768;

  static final int LAST = 60_999;

  /** How long a port is kept after the end. */
  static final long TIME_WAIT_NANOS = 60_000_000_000L;

  /** After which connect(2) takes such a port again: net.ipv4.tcp_tw_reuse. */
  private static final long REUSE_NANOS = 1_000_000_000L;

  /** Most connections kept after their end: net.ipv4.tcp_max_tw_buckets. */
  private static final int MAX_WAITING = 16_384;

  private final NetContext net;
  private final boolean stream;
  private @Nullable PortUse[] uses = new PortUse[0];
  private final ArrayDeque<PortUse> waiting = new ArrayDeque<>();

  Ports(NetContext net, boolean stream) {
    this.net = net;
    this.stream = stream;
  }

  /** The uses of a port, newest first, or null. */
  @Nullable PortUse first(int port) {
    return port < uses.length ? uses[port] : null;
  }

  /** Those that only wait for their time to pass. */
  Iterable<PortUse> waiting() {
    expire();
    return waiting;
  }

  private long now() {
    return net.clock().monotonicNanos();
  }

  private void expire() {
    long now = now();
    PortUse oldest;
    while ((oldest = waiting.peek()) != null
        && (oldest.endNanos <= now || waiting.size() > MAX_WAITING)) {
      waiting.remove();
      if (oldest.endNanos != 0) {
        unlink(oldest);
      }
    }
  }

  /**
   * bind(2): takes a port, or any if it is 0.
   *
   * @throws Errno EADDRINUSE
   */
  void bind(InetSocket socket, Endpoint wanted, int uid) throws Errno {
    expire();
    if (wanted.port() != 0) {
      PortUse use = new PortUse(socket, wanted, uid);
      if (conflicts(use)) {
        throw Errno.EADDRINUSE;
      }
      link(use);
      socket.use(use);
      return;
    }
    int count = LAST - FIRST + 1;
    int start = net.random().nextInt(count) | (stream ? 1 : 0);
    int step = stream ? 2 : 1;
    for (int i = 0; i < count; i++) {
      // A stream's ports are odd as long as there are odd ones: connect(2) begins with even ones.
      int at = (start + i * step + (i * step >= count ? 1 : 0)) % count;
      Endpoint candidate = wanted.withPort(FIRST + at);
      if (first(candidate.port()) == null) {
        PortUse use = new PortUse(socket, candidate, uid);
        link(use);
        socket.use(use);
        return;
      }
    }
    throw Errno.EADDRINUSE;
  }

  /**
   * connect(2): takes a port for a connection.
   *
   * @throws Errno EADDRNOTAVAIL if all are taken
   */
  void bindToConnect(InetSocket socket, Endpoint from, Endpoint to, int uid) throws Errno {
    expire();
    int count = LAST - FIRST + 1;
    int start = net.random().nextInt(count) & ~1;
    for (int i = 0; i < count; i++) {
      int at = (start + i * 2 + (i * 2 >= count ? 1 : 0)) % count;
      Endpoint candidate = from.withPort(FIRST + at);
      if (mayConnectFrom(candidate, to)) {
        PortUse use = new PortUse(socket, candidate, uid);
        use.remote = to;
        use.chosen = true;
        link(use);
        socket.use(use);
        return;
      }
    }
    throw Errno.EADDRNOTAVAIL;
  }

  private boolean mayConnectFrom(Endpoint from, Endpoint to) {
    long now = now();
    PortUse u = first(from.port());
    while (u != null) {
      PortUse following = u.next;
      Endpoint remote = u.remote;
      if (u.isLeft() && now >= u.endNanos - TIME_WAIT_NANOS + REUSE_NANOS) {
        forget(u);
      } else if (!u.chosen || remote == null || remote.sameAs(to)) {
        return false;
      }
      u = following;
    }
    return true;
  }

  /** A connection that was accepted has the port of its listener. */
  void share(InetSocket socket, Endpoint local, Endpoint remote, int uid) {
    PortUse use = new PortUse(socket, local, uid);
    use.remote = remote;
    link(use);
    socket.use(use);
  }

  /** Whether somebody else has the port, and not both are content with that. */
  boolean conflicts(PortUse mine) {
    for (PortUse u = first(mine.local.port()); u != null; u = u.next) {
      if (u != mine && u.overlaps(mine) && !agree(mine, u)) {
        return true;
      }
    }
    return false;
  }

  private boolean agree(PortUse mine, PortUse other) {
    InetSocket s = other.socket;
    boolean listens = s != null && s.isListening();
    if (mine.reusesAddress() && other.reusesAddress() && !(stream && listens)) {
      return true;
    }
    return mine.reusesPort() && other.reusesPort() && (other.isLeft() || mine.uid == other.uid);
  }

  private void link(PortUse use) {
    if (uses.length == 0) {
      uses = new PortUse[1 << 16];
    }
    int port = use.local.port();
    PortUse head = uses[port];
    use.next = head;
    if (head != null) {
      head.previous = use;
    }
    uses[port] = use;
  }

  private void unlink(PortUse use) {
    PortUse before = use.previous;
    PortUse after = use.next;
    if (before == null) {
      uses[use.local.port()] = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    use.previous = null;
    use.next = null;
  }

  /** Gives a port back. */
  void release(PortUse use) {
    unlink(use);
  }

  /** The socket leaves its port, which stays taken for a while. */
  void linger(PortUse use, InetSocket from, Endpoint remote) {
    use.leave(from, remote, now() + TIME_WAIT_NANOS);
    waiting.add(use);
    expire();
  }

  private void forget(PortUse use) {
    unlink(use);
    // The queue of those that wait finds it with no time left to wait for.
    use.endNanos = 0;
  }
}
