package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Inet;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Socket;
import exo.kernel.net.Interface;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketOptions;
import exo.kernel.net.inet.TcpConnection.State;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket as system calls see it: a listener, with {@link TcpListening}, or one end of a
 * connection, which {@link TcpHandshake} begins, {@link TcpConnection} ends, and {@link TcpStream}
 * fills with bytes. Source: tcp(7), RFC 9293.
 */
final class TcpSocket extends InetSocket {
  /** Buffers of a new socket, and as they grow by themselves for a connection. */
  private static final int SEND_BUFFER = 16_384;

  private static final int RECEIVE_BUFFER = 131_072;
  private static final int GROWN_SEND_BUFFER = 2_626_560;

  final TcpConnection connection;
  final TcpHandshake handshake;
  final TcpStream stream;
  private final TcpOptions tcp;
  private @Nullable TcpListening listening;

  TcpSocket(NetContext net, InetFamily family, int domain) {
    this(
        net,
        family,
        domain,
        new SocketOptions(SEND_BUFFER, RECEIVE_BUFFER),
        new InetOptions(domain),
        new TcpOptions());
  }

  /** The end of a connection that a listener is to accept. */
  TcpSocket(TcpSocket listener) {
    this(
        listener.net,
        listener.family,
        listener.domain(),
        listener.options().inherited(),
        new InetOptions(listener.ip),
        new TcpOptions(listener.tcp));
  }

  private TcpSocket(
      NetContext net,
      InetFamily family,
      int domain,
      SocketOptions options,
      InetOptions ip,
      TcpOptions tcp) {
    super(net, family, domain, Socket.SOCK_STREAM, Inet.IPPROTO_TCP, options, ip);
    this.tcp = tcp;
    connection = new TcpConnection(this);
    handshake = new TcpHandshake(this, connection);
    stream = new TcpStream(net, this, connection);
  }

  @Override
  Ports ports() {
    return family.tcp();
  }

  @Override
  boolean isFresh() {
    return connection.is(State.CLOSE);
  }

  @Override
  public boolean signalsBrokenPipe() {
    return true;
  }

  @Override
  int stateNumber() {
    return connection.state().number;
  }

  /** Buffers that nobody set grow with the first data; here, at once. */
  void growBuffers() {
    if (options().sendBuffer() == SEND_BUFFER) {
      options().buffers(GROWN_SEND_BUFFER, options().receiveBuffer());
    }
  }

  // Listening.

  @Override
  public boolean isListening() {
    return connection.is(State.LISTEN);
  }

  /** What it has as a listener; null if it does not listen. */
  @Nullable TcpListening listening() {
    return listening;
  }

  @Override
  public void listen(Caller who, int backlog) throws Errno {
    TcpListening l = listening;
    if (l != null) {
      l.backlog(backlog);
      return;
    }
    if (!connection.is(State.CLOSE) || handshake.isConnecting()) {
      throw Errno.EINVAL;
    }
    autobind(who);
    PortUse use = use();
    connection.listen();
    if (use != null && ports().conflicts(use)) {
      connection.close();
      throw Errno.EADDRINUSE;
    }
    listening = new TcpListening(net, this, backlog);
    clearShut();
  }

  @Override
  public exo.kernel.net.Socket accept() throws Errno {
    TcpListening l = listening;
    if (l == null) {
      throw Errno.EINVAL;
    }
    return l.accept();
  }

  /** Ends listening: those that nobody accepted are reset, those that wait are refused. */
  void stopListening() {
    TcpListening l = listening;
    if (l != null) {
      listening = null;
      connection.close();
      l.close();
      wakeAll();
    }
  }

  // A connection, from its beginning to its end.

  @Override
  public long connect(Caller who, byte[] name, boolean waits) throws Errno {
    return handshake.connect(who, name, waits);
  }

  @Override
  public SocketAddress peerName() throws Errno {
    Endpoint r = remote();
    if (r == null || connection.is(State.CLOSE) || connection.is(State.SYN_SENT)) {
      throw Errno.ENOTCONN;
    }
    return r;
  }

  @Override
  public long send(Caller who, IoBuffer from, Message m) throws Errno {
    return stream.send(from, m);
  }

  @Override
  public long receive(IoBuffer to, Message m) throws Errno {
    return stream.receive(to, m);
  }

  @Override
  public void shutdown(int how) throws Errno {
    int bits = shutBits(how);
    switch (connection.state()) {
      case CLOSE -> {
        addShut(bits);
        wakeAll();
        throw Errno.ENOTCONN;
      }
      case LISTEN -> {
        if ((bits & RECEIVE) != 0) {
          stopListening();
        }
      }
      case SYN_SENT -> handshake.disconnect();
      default -> {
        addShut(bits);
        if ((bits & SEND) != 0) {
          connection.finish();
        }
        wakeAll();
      }
    }
  }

  @Override
  protected void closed() {
    stopListening();
    connection.orphaned();
    wakeAll();
  }

  // Readiness.

  @Override
  public int poll() {
    TcpListening l = listening;
    if (l != null) {
      return l.isEmpty() ? 0 : Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    int events = 0;
    if (shut() == (RECEIVE | SEND) || isFresh()) {
      events |= Poll.EPOLLHUP;
    }
    if (receiveShut()) {
      events |= Poll.EPOLLIN | Poll.EPOLLRDNORM | Poll.EPOLLRDHUP;
    }
    if (!connection.is(State.SYN_SENT)) {
      events |= stream.poll();
    }
    return error() != 0 ? events | Poll.EPOLLERR : events;
  }

  @Override
  protected void limitsChanged() {
    writable().wakeAll();
    readable().wakeAll();
  }

  @Override
  long sendQueue() {
    return stream.sendQueue();
  }

  @Override
  long receiveQueue() {
    TcpListening l = listening;
    return l != null ? l.size() : stream.receiveQueue();
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    UserMemory m = who.memory();
    switch (command) {
      case Ioctl.SIOCINQ -> {
        if (isListening()) {
          throw Errno.EINVAL;
        }
        m.putInt(argument, (int) receiveQueue());
      }
      case Ioctl.SIOCOUTQ, Ioctl.SIOCOUTQNSD -> {
        if (isListening()) {
          throw Errno.EINVAL;
        }
        m.putInt(argument, (int) sendQueue());
      }
      case Ioctl.SIOCATMARK -> m.putInt(argument, stream.isAtMark() ? 1 : 0);
      default -> {
        return Interface.ioctl(who, command, argument);
      }
    }
    return 0;
  }

  // Options.

  @Override
  byte[] protocolOption(int name, int room) throws Errno {
    boolean connected = connection.isConnected();
    return name == Inet.TCP_INFO
        ? TcpReport.of(connection.state(), connected, tcp.segment(connected), listening)
        : tcp.get(name, connected);
  }

  @Override
  void setProtocolOption(Caller who, int name, byte[] value) throws Errno {
    tcp.set(name, value, isFresh() || isListening());
  }

  /** Most bytes of a segment to the peer. */
  int segment() {
    return tcp.segment(true);
  }

  int deferSeconds() {
    return tcp.deferSeconds();
  }
}
