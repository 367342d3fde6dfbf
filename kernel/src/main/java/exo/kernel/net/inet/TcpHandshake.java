package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Socket;
import exo.kernel.net.inet.TcpConnection.State;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The way of a TCP socket into a connection: from connect(2), perhaps by a wait for room in the
 * listener's backlog, to being accepted or refused. Source: connect(2), tcp(7).
 */
final class TcpHandshake {
  private final TcpSocket socket;
  private final TcpConnection connection;

  // connect(2) has begun and its result was not yet reported.
  private boolean connecting;

  // Whose room it waits for, and who defers its being accepted.
  private @Nullable TcpListening awaited;
  private @Nullable TcpListening deferredBy;

  TcpHandshake(TcpSocket socket, TcpConnection connection) {
    this.socket = socket;
    this.connection = connection;
  }

  /** Whether connect(2) has begun and its result was not yet reported. */
  boolean isConnecting() {
    return connecting;
  }

  /** connect(2); answers as {@link exo.kernel.net.Socket#connect} does. */
  long connect(Caller who, byte[] name, boolean waits) throws Errno {
    if (name.length < Short.BYTES) {
      throw Errno.EINVAL;
    }
    if (Endpoint.familyOf(name) == Socket.AF_UNSPEC) {
      disconnect();
      return 0;
    }
    if (connecting) {
      return goOn(waits);
    }
    if (!connection.is(State.CLOSE) || connection.isConnected()) {
      throw Errno.EISCONN;
    }
    Endpoint wanted = Endpoint.parse(socket.domain(), name);
    if (wanted.isBroadcast()) {
      throw Errno.ENETUNREACH;
    }
    if (wanted.isLinkLocal()) {
      throw Errno.EINVAL;
    }
    Endpoint to = socket.route(wanted);
    chooseSource(who, to);
    connection.renew();
    socket.remote(to);
    TcpListening listener = socket.family.listener(to);
    return listener == null ? refused(waits) : request(listener, waits);
  }

  private void chooseSource(Caller who, Endpoint to) throws Errno {
    Endpoint local = socket.local();
    if (!socket.isAddressBound()) {
      socket.local(to.source(local.port()).in(socket.domain()));
    }
    if (socket.use() == null) {
      socket.uid(who.credentials().euid());
      socket.ports().bindToConnect(socket, socket.local(), to, socket.uid());
    }
  }

  private long request(TcpListening listener, boolean waits) {
    connection.sendSyn();
    if (listener.isFull()) {
      connecting = true;
      awaited = listener;
      listener.await(this);
      return (waits ? Errno.EAGAIN : Errno.EINPROGRESS).negated();
    }
    listener.establish(this);
    connecting = !waits;
    return waits ? 0 : Errno.EINPROGRESS.negated();
  }

  /** Nobody listens there. */
  private long refused(boolean waits) throws Errno {
    SegmentCount.refused(socket);
    socket.unconnectAddress();
    if (!socket.isPortBound()) {
      socket.releasePort();
    }
    if (waits) {
      throw Errno.ECONNREFUSED;
    }
    connecting = true;
    fail();
    return Errno.EINPROGRESS.negated();
  }

  private void fail() {
    socket.error(Errno.ECONNREFUSED.number());
    socket.addShut(TcpSocket.RECEIVE | TcpSocket.SEND);
    socket.wakeAll();
  }

  private long goOn(boolean waits) throws Errno {
    if (connection.is(State.SYN_SENT)) {
      if (waits) {
        return Errno.EAGAIN.negated();
      }
      throw Errno.EALREADY;
    }
    connecting = false;
    if (!connection.is(State.CLOSE)) {
      return 0;
    }
    long e = socket.takeError();
    socket.clearShut();
    if (e == 0) {
      throw Errno.ECONNABORTED;
    }
    return e;
  }

  /** connect(2) with AF_UNSPEC. */
  void disconnect() {
    socket.error(connection.isConnected() ? Errno.ECONNRESET.number() : 0);
    connection.abort();
    socket.stopListening();
    connecting = false;
    socket.unconnectAddress();
    socket.clearShut();
    if (!socket.isPortBound()) {
      socket.releasePort();
      socket.local(socket.local().withPort(0));
    }
  }

  /** The connection is no longer wanted, before the listener had room for it. */
  void giveUp() {
    TcpListening l = awaited;
    if (l != null) {
      awaited = null;
      l.giveUp(this);
    }
  }

  // What the listener answers.

  /** It has room: answers the other end of the connection, to be accepted. */
  TcpSocket accepted(TcpSocket listener) {
    awaited = null;
    Endpoint to = socket.remote();
    if (to == null) {
      throw new KernelBug("a connection to nowhere");
    }
    TcpSocket other = new TcpSocket(listener);
    Endpoint here = socket.local();
    other.local(to.in(other.domain()));
    other.remote(here.in(other.domain()));
    other.uid(listener.uid());
    socket.ports().share(other, other.local(), here, listener.uid());
    SegmentCount.opened(socket);
    TcpConnection.join(socket, other);
    return other;
  }

  /** It listens no more. */
  void refuse() {
    awaited = null;
    SegmentCount.refused(socket);
    socket.remote(null);
    connection.close();
    fail();
  }

  /** TCP_DEFER_ACCEPT: it wants to hear when data come; null when it no longer does. */
  void deferredBy(@Nullable TcpListening listener) {
    deferredBy = listener;
  }

  /** Data came, or the end. */
  void dataCame() {
    TcpListening l = deferredBy;
    if (l != null) {
      l.dataCame(socket);
    }
  }
}
