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
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/** A TCP socket: a listener or one end of a connection. Source: tcp(7), RFC 9293. */
final class TcpSocket extends InetSocket {
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

  /** Buffers of a new socket, and as they grow by themselves for a connection. */
  private static final int SEND_BUFFER = 16_384;

  private static final int RECEIVE_BUFFER = 131_072;
  private static final int GROWN_SEND_BUFFER = 2_626_560;

  private final TcpOptions tcp;
  private final TcpReceiveQueue in;
  private State state = State.CLOSE;
  private @Nullable TcpSocket peer;
  private @Nullable TcpListening listening;

  // Whose room it waits for, and who defers its being accepted.
  private @Nullable TcpListening awaited;
  private @Nullable TcpListening deferredBy;

  // connect(2) has begun and its result was not yet reported.
  private boolean connecting;

  // The peer sent its last byte.
  private boolean ended;

  // No file has it any more.
  private boolean orphan;

  TcpSocket(NetContext net, InetFamily family, int domain) {
    this(
        net,
        family,
        domain,
        new SocketOptions(SEND_BUFFER, RECEIVE_BUFFER),
        new InetOptions(domain),
        new TcpOptions());
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
    in = new TcpReceiveQueue(net, options);
  }

  @Override
  Ports ports() {
    return family.tcp();
  }

  @Override
  boolean isFresh() {
    return state == State.CLOSE;
  }

  @Override
  public boolean signalsBrokenPipe() {
    return true;
  }

  @Override
  int stateNumber() {
    return state.number;
  }

  // Listening.

  @Override
  public boolean isListening() {
    return state == State.LISTEN;
  }

  @Override
  public void listen(Caller who, int backlog) throws Errno {
    TcpListening l = listening;
    if (l != null) {
      l.backlog(backlog);
      return;
    }
    if (state != State.CLOSE || connecting) {
      throw Errno.EINVAL;
    }
    autobind(who);
    PortUse use = use();
    state = State.LISTEN;
    if (use != null && ports().conflicts(use)) {
      state = State.CLOSE;
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

  void awaited(@Nullable TcpListening listener) {
    awaited = listener;
  }

  void deferredBy(@Nullable TcpListening listener) {
    deferredBy = listener;
  }

  /** Ends listening: those that nobody accepted are reset, those that wait are refused. */
  private void stopListening() {
    TcpListening l = listening;
    if (l != null) {
      listening = null;
      state = State.CLOSE;
      l.close();
      wakeAll();
    }
  }

  // Connecting.

  @Override
  public long connect(Caller who, byte[] name, boolean waits) throws Errno {
    if (name.length < Short.BYTES) {
      throw Errno.EINVAL;
    }
    if (Endpoint.familyOf(name) == Socket.AF_UNSPEC) {
      disconnect();
      return 0;
    }
    if (connecting) {
      return goOnConnecting(waits);
    }
    if (state != State.CLOSE || peer != null) {
      throw Errno.EISCONN;
    }
    Endpoint wanted = Endpoint.parse(domain(), name);
    if (wanted.isBroadcast()) {
      throw Errno.ENETUNREACH;
    }
    if (wanted.isLinkLocal()) {
      throw Errno.EINVAL;
    }
    Endpoint to = route(wanted);
    if (!isAddressBound()) {
      local(to.source(local().port()).in(domain()));
    }
    if (use() == null) {
      uid(who.credentials().euid());
      ports().bindToConnect(this, local(), to, uid());
    }
    clearShut();
    ended = false;
    remote(to);
    TcpSocket listener = family.listener(to);
    TcpListening l = listener == null ? null : listener.listening;
    if (l == null) {
      return refused(waits);
    }
    state = State.SYN_SENT;
    if (l.isFull()) {
      connecting = true;
      l.await(this);
      return waits ? Errno.EAGAIN.negated() : Errno.EINPROGRESS.negated();
    }
    l.establish(this);
    connecting = !waits;
    return waits ? 0 : Errno.EINPROGRESS.negated();
  }

  private long refused(boolean waits) throws Errno {
    unconnectAddress();
    if (!isPortBound()) {
      releasePort();
    }
    if (waits) {
      throw Errno.ECONNREFUSED;
    }
    connecting = true;
    error(Errno.ECONNREFUSED.number());
    addShut(RECEIVE | SEND);
    wakeAll();
    return Errno.EINPROGRESS.negated();
  }

  private long goOnConnecting(boolean waits) throws Errno {
    if (state == State.SYN_SENT) {
      if (waits) {
        return Errno.EAGAIN.negated();
      }
      throw Errno.EALREADY;
    }
    connecting = false;
    if (state != State.CLOSE) {
      return 0;
    }
    long e = takeError();
    clearShut();
    if (e == 0) {
      throw Errno.ECONNABORTED;
    }
    return e;
  }

  /** A listener has room for a connection. */
  TcpSocket established(TcpSocket listener) {
    Endpoint to = remote();
    if (to == null) {
      throw new exo.kernel.abi.KernelBug("a connection to nowhere");
    }
    TcpSocket other =
        new TcpSocket(
            net,
            family,
            listener.domain(),
            listener.options().inherited(),
            new InetOptions(listener.ip),
            new TcpOptions(listener.tcp));
    Endpoint here = local();
    other.local(to.in(other.domain()));
    other.remote(here.in(other.domain()));
    other.uid(listener.uid());
    ports().share(other, other.local(), here, listener.uid());
    join(this, other);
    return other;
  }

  private static void join(TcpSocket a, TcpSocket b) {
    a.peer = b;
    b.peer = a;
    a.state = State.ESTABLISHED;
    b.state = State.ESTABLISHED;
    a.grow();
    b.grow();
    a.wakeAll();
  }

  /** Buffers that nobody set grow with the first data; here, at once. */
  private void grow() {
    if (options().sendBuffer() == SEND_BUFFER) {
      options().buffers(GROWN_SEND_BUFFER, options().receiveBuffer());
    }
  }

  /** No listener is there any more, or it has no more patience. */
  void refuse() {
    remote(null);
    state = State.CLOSE;
    error(Errno.ECONNREFUSED.number());
    addShut(RECEIVE | SEND);
    wakeAll();
  }

  /** connect(2) with AF_UNSPEC. */
  private void disconnect() {
    error(peer != null ? Errno.ECONNRESET.number() : 0);
    abort();
    stopListening();
    connecting = false;
    unconnectAddress();
    clearShut();
    if (!isPortBound()) {
      releasePort();
      local(local().withPort(0));
    }
  }

  @Override
  public SocketAddress peerName() throws Errno {
    Endpoint r = remote();
    if (r == null || state == State.CLOSE || state == State.SYN_SENT) {
      throw Errno.ENOTCONN;
    }
    return r;
  }

  // Sending.

  /** Bytes that the peer has not read and may not yet read: what fits both buffers. */
  private long room(TcpSocket to) {
    long limit = (long) options().sendBuffer() + to.options().receiveBuffer();
    return Math.max(0, limit - to.in.size());
  }

  @Override
  public long send(Caller who, IoBuffer from, Message m) throws Errno {
    if (m.has(Socket.MSG_FASTOPEN)) {
      throw Errno.EOPNOTSUPP;
    }
    if (state == State.SYN_SENT && error() == 0) {
      return Errno.EAGAIN.negated();
    }
    TcpSocket to = peer;
    if (error() != 0 || sendShut() || to == null) {
      long e = takeError();
      return e != 0 ? e : Errno.EPIPE.negated();
    }
    if (from.remaining() == 0) {
      return 0;
    }
    if (to.orphan) {
      // It arrives where nobody is: the answer is a reset, and this call has done its part.
      long lost = from.remaining();
      from.limit(0);
      reset();
      return lost;
    }
    long room = room(to);
    if (room == 0) {
      return Errno.EAGAIN.negated();
    }
    long len = Math.min(from.remaining(), room);
    long done;
    try {
      done = to.in.append(from, len);
    } catch (Errno noMemory) {
      throw Errno.ENOBUFS;
    }
    if (done > 0) {
      if (m.has(Socket.MSG_OOB) && from.remaining() == 0) {
        to.in.urgentCame();
        to.signalUrgent();
      }
      to.arrived();
    }
    return from.result(done);
  }

  /** Data came, or the end. */
  private void arrived() {
    TcpListening l = deferredBy;
    if (l != null) {
      l.dataCame(this);
    }
    readable().wakeAll();
  }

  // Receiving.

  @Override
  public long receive(IoBuffer to, Message m) throws Errno {
    if (m.has(Socket.MSG_ERRQUEUE)) {
      // Always empty, and nobody waits for errors.
      m.waits = false;
      return Errno.EAGAIN.negated();
    }
    if (state == State.LISTEN) {
      throw Errno.ENOTCONN;
    }
    if (m.has(Socket.MSG_OOB)) {
      return receiveUrgent(to, m);
    }
    long skip = in.passUrgent(m.peeks() ? options().peekOffset() : 0, m.peeks());
    long available = in.size() - skip;
    if (available <= 0 || waitsForMore(to, m, available)) {
      return available > 0 ? Errno.EAGAIN.negated() : nothing(m);
    }
    long wanted = Math.min(to.remaining(), available);
    long len = in.upToUrgent(skip, wanted);
    if (len < wanted) {
      // A wait for more would never end in front of the urgent byte.
      m.ends = true;
    }
    if (m.has(Socket.MSG_TRUNC) && !m.peeks()) {
      m.ends = true;
      in.drop(len);
      taken(len);
      return len;
    }
    if (m.peeks()) {
      long seen = in.peek(to, skip, len);
      options().peeked(seen);
      return to.result(seen);
    }
    long done = in.take(to, len);
    taken(done);
    return to.result(done);
  }

  private boolean waitsForMore(IoBuffer to, Message m, long available) {
    long wanted = Math.min(options().receiveLowWater(), to.remaining());
    if (m.peeks() && m.has(Socket.MSG_WAITALL)) {
      wanted = Math.min(to.remaining(), options().receiveBuffer());
    }
    return m.waits && !ended && error() == 0 && !receiveShut() && available < wanted;
  }

  private long nothing(Message m) throws Errno {
    m.ends = true;
    if (ended) {
      return 0;
    }
    long e = takeError();
    if (e != 0) {
      return e;
    }
    if (receiveShut()) {
      return 0;
    }
    if (state == State.CLOSE) {
      throw Errno.ENOTCONN;
    }
    m.ends = false;
    return Errno.EAGAIN.negated();
  }

  /** Bytes have left the queue: the peer may send again, if that is worth waking it for. */
  private void taken(long len) {
    options().taken(len);
    TcpSocket from = peer;
    if (from != null && len > 0) {
      long limit = (long) from.options().sendBuffer() + options().receiveBuffer();
      if (limit - in.size() - len <= limit / 3) {
        from.writable().wakeAll();
      }
    }
  }

  private long receiveUrgent(IoBuffer to, Message m) throws Errno {
    if (!in.hasMark()) {
      throw state == State.CLOSE && !ended ? Errno.ENOTCONN : Errno.EINVAL;
    }
    long done = in.urgent(to, m.peeks());
    m.answered |= Socket.MSG_OOB;
    return to.result(done);
  }

  // The end.

  @Override
  public void shutdown(int how) throws Errno {
    int bits = shutBits(how);
    switch (state) {
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
      case SYN_SENT -> disconnect();
      default -> {
        addShut(bits);
        if ((bits & SEND) != 0) {
          finish();
        }
        wakeAll();
      }
    }
  }

  /** Sends the end of the stream, once. */
  private void finish() {
    switch (state) {
      case ESTABLISHED -> state = State.FIN_WAIT;
      case CLOSE_WAIT -> state = State.LAST_ACK;
      default -> {
        return;
      }
    }
    TcpSocket to = peer;
    if (to != null) {
      to.endCame();
    }
  }

  /** The peer sent its end. */
  private void endCame() {
    ended = true;
    addShut(RECEIVE);
    if (state == State.FIN_WAIT) {
      // Both have ended, this one first: it keeps the port for a while.
      TcpSocket other = peer;
      Endpoint to = remote();
      state = State.CLOSE;
      addShut(SEND);
      peer = null;
      leavePort(to);
      if (other != null) {
        other.over();
      }
    } else if (state == State.ESTABLISHED) {
      state = State.CLOSE_WAIT;
    }
    arrived();
    writable().wakeAll();
  }

  /** The last end was acknowledged. */
  private void over() {
    state = State.CLOSE;
    peer = null;
    addShut(RECEIVE | SEND);
    if (!isPortBound() || orphan) {
      releasePort();
    }
    wakeAll();
    if (orphan) {
      family.remove(this);
    }
  }

  private void leavePort(@Nullable Endpoint to) {
    if (to != null) {
      lingerOnPort(to);
    }
    if (orphan) {
      family.remove(this);
    }
  }

  /** A reset came. */
  void reset() {
    if (state == State.CLOSE || state == State.LISTEN) {
      return;
    }
    error((state == State.CLOSE_WAIT ? Errno.EPIPE : Errno.ECONNRESET).number());
    TcpSocket other = peer;
    over();
    if (other != null && other.peer == this) {
      other.peer = null;
      if (other.orphan) {
        other.over();
      }
    }
  }

  /** Sends a reset, and forgets the connection. */
  void abort() {
    TcpSocket other = peer;
    if (other != null) {
      peer = null;
      other.peer = null;
      other.reset();
    }
    if (state == State.SYN_SENT) {
      TcpListening l = awaited;
      if (l != null) {
        awaited = null;
        l.giveUp(this);
      }
    }
    if (state != State.LISTEN) {
      state = State.CLOSE;
    }
    in.clear();
  }

  /** Nobody will accept it: the peer is reset. */
  void abandon() {
    orphan = true;
    abort();
    releasePort();
    family.remove(this);
  }

  @Override
  protected void closed() {
    stopListening();
    orphan = true;
    boolean unread = in.size() > 0;
    boolean atOnce = options().lingers() && options().lingerSeconds() == 0;
    if (peer == null || unread || atOnce || state == State.SYN_SENT) {
      abort();
      releasePort();
      family.remove(this);
    } else {
      finish();
      if (peer != null && peer.orphan) {
        // Nobody is left on either side to end the other half.
        abort();
        releasePort();
        family.remove(this);
      }
    }
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
    if (shut() == (RECEIVE | SEND) || state == State.CLOSE) {
      events |= Poll.EPOLLHUP;
    }
    if (receiveShut()) {
      events |= Poll.EPOLLIN | Poll.EPOLLRDNORM | Poll.EPOLLRDHUP;
    }
    if (state != State.SYN_SENT) {
      if (in.readable() >= Math.max(1, Math.min(options().receiveLowWater(), 65_536))) {
        events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
      }
      TcpSocket to = peer;
      if (sendShut() || to == null || room(to) >= (options().sendBuffer() >> 1)) {
        events |= Poll.EPOLLOUT | Poll.EPOLLWRNORM;
      } else if (room(to) * 3 >= (long) options().sendBuffer() + to.options().receiveBuffer()) {
        events |= Poll.EPOLLOUT | Poll.EPOLLWRNORM;
      }
      if (in.hasUrgent()) {
        events |= Poll.EPOLLPRI;
      }
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
    TcpSocket to = peer;
    return to == null ? 0 : Math.max(0, to.in.size() - to.options().receiveBuffer());
  }

  @Override
  long receiveQueue() {
    TcpListening l = listening;
    return l != null ? l.size() : Math.min(in.readable(), options().receiveBuffer());
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    UserMemory m = who.memory();
    switch (command) {
      case Ioctl.SIOCINQ -> {
        if (state == State.LISTEN) {
          throw Errno.EINVAL;
        }
        m.putInt(argument, (int) receiveQueue());
      }
      case Ioctl.SIOCOUTQ, Ioctl.SIOCOUTQNSD -> {
        if (state == State.LISTEN) {
          throw Errno.EINVAL;
        }
        m.putInt(argument, (int) sendQueue());
      }
      case Ioctl.SIOCATMARK -> m.putInt(argument, in.isAtMark() ? 1 : 0);
      default -> {
        return Interface.ioctl(who, command, argument);
      }
    }
    return 0;
  }

  // Options.

  private boolean isConnected() {
    return peer != null;
  }

  @Override
  byte[] protocolOption(int name, int room) throws Errno {
    return name == Inet.TCP_INFO
        ? TcpReport.of(state, isConnected(), tcp.segment(isConnected()), listening)
        : tcp.get(name, isConnected());
  }

  @Override
  void setProtocolOption(Caller who, int name, byte[] value) throws Errno {
    tcp.set(name, value, state == State.CLOSE || state == State.LISTEN);
  }

  int deferSeconds() {
    return tcp.deferSeconds();
  }
}
