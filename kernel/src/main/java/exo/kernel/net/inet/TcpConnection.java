package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Inet;
import exo.kernel.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a TCP socket: its state, the socket at the other end, and how an end or a
 * reset takes both of them further. Source: RFC 9293, section 3.6.
 */
final class TcpConnection {
  /** The states in which a socket can be here: the others take no time on loopback. */
  enum State {
    CLOSE(Inet.TCP_CLOSE),
    LISTEN(Inet.TCP_LISTEN),
    SYN_SENT(Inet.TCP_SYN_SENT),
    ESTABLISHED(Inet.TCP_ESTABLISHED),
    FIN_WAIT(Inet.TCP_FIN_WAIT2),
    CLOSE_WAIT(Inet.TCP_CLOSE_WAIT),
    LAST_ACK(Inet.TCP_LAST_ACK);

    final int number;

    State(int number) {
      this.number = number;
    }
  }

  private final TcpSocket socket;
  private State state = State.CLOSE;
  private @Nullable TcpSocket peer;

  // The peer sent its last byte.
  private boolean ended;

  // No file has the socket any more.
  private boolean orphan;

  TcpConnection(TcpSocket socket) {
    this.socket = socket;
  }

  State state() {
    return state;
  }

  boolean is(State wanted) {
    return state == wanted;
  }

  /** The socket at the other end; null before there is a connection and after its end. */
  @Nullable TcpSocket peer() {
    return peer;
  }

  boolean isConnected() {
    return peer != null;
  }

  /** Whether the peer sent its last byte. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether no file has the socket any more, so that nobody will read what comes. */
  boolean isOrphan() {
    return orphan;
  }

  // The beginning.

  void listen() {
    state = State.LISTEN;
  }

  /** It listens no more, or was not let in. */
  void close() {
    state = State.CLOSE;
  }

  /** Forgets how the connection before ended. */
  void renew() {
    socket.clearShut();
    ended = false;
  }

  void sendSyn() {
    state = State.SYN_SENT;
  }

  /** Makes two sockets the ends of one connection; who began it is told. */
  static void join(TcpSocket client, TcpSocket server) {
    client.connection.establish(server);
    server.connection.establish(client);
    client.wakeAll();
  }

  private void establish(TcpSocket other) {
    peer = other;
    state = State.ESTABLISHED;
    socket.growBuffers();
  }

  // The end in good order.

  /** Sends the end of the stream, once. */
  void finish() {
    switch (state) {
      case ESTABLISHED -> state = State.FIN_WAIT;
      case CLOSE_WAIT -> state = State.LAST_ACK;
      default -> {
        return;
      }
    }
    TcpSocket to = peer;
    if (to != null) {
      SegmentCount.end(socket);
      to.connection.endCame();
    }
  }

  /** The peer sent its end. */
  private void endCame() {
    ended = true;
    socket.addShut(Socket.RECEIVE);
    if (state == State.FIN_WAIT) {
      waitForTime();
    } else if (state == State.ESTABLISHED) {
      state = State.CLOSE_WAIT;
    }
    socket.stream.arrived();
    socket.writable().wakeAll();
  }

  /** Both have ended, this one first: it keeps the port for a while. */
  private void waitForTime() {
    TcpSocket other = peer;
    Endpoint to = socket.remote();
    state = State.CLOSE;
    socket.addShut(Socket.SEND);
    peer = null;
    if (to != null) {
      socket.lingerOnPort(to);
    }
    if (orphan) {
      socket.family.remove(socket);
    }
    if (other != null) {
      other.connection.over();
    }
  }

  /** The last end was acknowledged. */
  private void over() {
    state = State.CLOSE;
    peer = null;
    socket.addShut(Socket.RECEIVE | Socket.SEND);
    if (!socket.isPortBound() || orphan) {
      socket.releasePort();
    }
    socket.wakeAll();
    if (orphan) {
      socket.family.remove(socket);
    }
  }

  // The end by a reset.

  /** A reset came. */
  void reset() {
    if (state == State.CLOSE || state == State.LISTEN) {
      return;
    }
    socket.error((state == State.CLOSE_WAIT ? Errno.EPIPE : Errno.ECONNRESET).number());
    TcpSocket other = peer;
    over();
    if (other != null && other.connection.peer == socket) {
      other.connection.peer = null;
      if (other.connection.orphan) {
        other.connection.over();
      }
    }
  }

  /** Sends a reset, and forgets the connection. */
  void abort() {
    TcpSocket other = peer;
    if (other != null) {
      SegmentCount.reset(socket, other);
      peer = null;
      other.connection.peer = null;
      other.connection.reset();
    }
    if (state == State.SYN_SENT) {
      socket.handshake.giveUp();
    }
    if (state != State.LISTEN) {
      state = State.CLOSE;
    }
    socket.stream.clear();
  }

  /** Nobody has the socket any more, or ever will: the peer is reset. */
  void abandon() {
    orphan = true;
    abort();
    socket.releasePort();
    socket.family.remove(socket);
  }

  /** The last file is gone: the connection ends by itself, or by a reset where data are lost. */
  void orphaned() {
    orphan = true;
    boolean lingersNot = socket.options().lingers() && socket.options().lingerSeconds() == 0;
    if (peer == null || socket.stream.hasUnread() || lingersNot || state == State.SYN_SENT) {
      abandon();
      return;
    }
    finish();
    if (peer != null && peer.connection.orphan) {
      // Nobody is left on either side to end the other half.
      abandon();
    }
  }
}
