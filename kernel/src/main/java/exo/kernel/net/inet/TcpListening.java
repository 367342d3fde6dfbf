package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.net.NetContext;
import exo.kernel.net.Socket;
import exo.kernel.time.Timer;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a listener has besides what sockets have: connections to be accepted, and those for which it
 * has no room yet.
 */
final class TcpListening {
  /** Most that may wait to be accepted: net.core.somaxconn. */
  static final int MAX_BACKLOG = 4096;

  private final NetContext net;
  private final TcpSocket socket;
  private int backlog;
  private final ArrayDeque<TcpSocket> accepting = new ArrayDeque<>();
  private final ArrayDeque<TcpHandshake> waiting = new ArrayDeque<>(0);

  // TCP_DEFER_ACCEPT: connections without data yet, each with the time it waits at most.
  private final Map<TcpSocket, Timer> deferred = new IdentityHashMap<>(0);

  TcpListening(NetContext net, TcpSocket socket, int backlog) {
    this.net = net;
    this.socket = socket;
    this.backlog = clip(backlog);
  }

  private static int clip(int backlog) {
    return backlog < 0 || backlog > MAX_BACKLOG ? MAX_BACKLOG : backlog;
  }

  int backlog() {
    return backlog;
  }

  void backlog(int newBacklog) {
    backlog = clip(newBacklog);
    admit();
  }

  /** How many wait to be accepted. */
  int size() {
    return accepting.size();
  }

  boolean isEmpty() {
    return accepting.isEmpty();
  }

  boolean isFull() {
    return accepting.size() > backlog;
  }

  /** Who connects waits until there is room. */
  void await(TcpHandshake client) {
    waiting.add(client);
  }

  /** Who waited no longer wants to. */
  void giveUp(TcpHandshake client) {
    waiting.remove(client);
  }

  void establish(TcpHandshake client) {
    TcpSocket child = client.accepted(socket);
    int seconds = socket.deferSeconds();
    if (seconds == 0) {
      ready(child);
      return;
    }
    child.handshake.deferredBy(this);
    Timer patience =
        new Timer() {
          @Override
          protected void expired(long nowNanos) {
            dataCame(child);
          }
        };
    deferred.put(child, patience);
    net.timers().arm(patience, net.clock().monotonicNanos() + seconds * 1_000_000_000L);
  }

  /** A connection that was deferred has data, or waited long enough. */
  void dataCame(TcpSocket child) {
    Timer patience = deferred.remove(child);
    if (patience != null) {
      net.timers().cancel(patience);
      child.handshake.deferredBy(null);
      ready(child);
    }
  }

  private void ready(TcpSocket child) {
    accepting.add(child);
    socket.readable().wakeAll();
  }

  Socket accept() throws Errno {
    TcpSocket child = accepting.poll();
    if (child == null) {
      throw Errno.EAGAIN;
    }
    admit();
    return child;
  }

  private void admit() {
    while (!isFull()) {
      TcpHandshake next = waiting.poll();
      if (next == null) {
        return;
      }
      establish(next);
    }
  }

  void close() {
    @Nullable TcpSocket child;
    while ((child = accepting.poll()) != null) {
      child.connection.abandon();
    }
    for (Map.Entry<TcpSocket, Timer> e : deferred.entrySet()) {
      net.timers().cancel(e.getValue());
      e.getKey().handshake.deferredBy(null);
      e.getKey().connection.abandon();
    }
    deferred.clear();
    @Nullable TcpHandshake client;
    while ((client = waiting.poll()) != null) {
      client.refuse();
    }
  }
}
