package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Socket;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.SocketOptions;
import exo.kernel.net.inet.TcpConnection.State;
import exo.kernel.uaccess.IoBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a TCP socket: those it sends go straight to the queue of the peer, those that came
 * wait in its own. Source: tcp(7), send(2), recv(2).
 */
final class TcpStream {
  private final TcpSocket socket;
  private final TcpConnection connection;
  private final SocketOptions options;
  private final TcpReceiveQueue in;

  TcpStream(NetContext net, TcpSocket socket, TcpConnection connection) {
    this.socket = socket;
    this.connection = connection;
    options = socket.options();
    in = new TcpReceiveQueue(net, options);
  }

  boolean hasUnread() {
    return in.size() > 0;
  }

  /** Throws away what was not read. */
  void clear() {
    in.clear();
  }

  // Sending.

  /** Bytes that may be under way between two ends: what fits both buffers. */
  private static long capacity(TcpSocket from, TcpSocket to) {
    return (long) from.options().sendBuffer() + to.options().receiveBuffer();
  }

  private long room(TcpSocket to) {
    return Math.max(0, capacity(socket, to) - to.stream.in.size());
  }

  long send(IoBuffer from, Message m) throws Errno {
    if (m.has(Socket.MSG_FASTOPEN)) {
      throw Errno.EOPNOTSUPP;
    }
    if (connection.is(State.SYN_SENT) && socket.error() == 0) {
      return Errno.EAGAIN.negated();
    }
    TcpSocket to = connection.peer();
    if (socket.error() != 0 || socket.sendShut() || to == null) {
      long e = socket.takeError();
      return e != 0 ? e : Errno.EPIPE.negated();
    }
    if (from.remaining() == 0) {
      return 0;
    }
    if (to.connection.isOrphan()) {
      // It arrives where nobody is: the answer is a reset, and this call has done its part.
      long lost = from.remaining();
      from.limit(0);
      SegmentCount.reset(to, socket);
      connection.reset();
      return lost;
    }
    long room = room(to);
    if (room == 0) {
      return Errno.EAGAIN.negated();
    }
    long done;
    try {
      done = to.stream.in.append(from, Math.min(from.remaining(), room));
    } catch (Errno noMemory) {
      throw Errno.ENOBUFS;
    }
    if (done > 0) {
      SegmentCount.data(socket, done, socket.segment());
      if (m.has(Socket.MSG_OOB) && from.remaining() == 0) {
        to.stream.in.urgentCame();
        to.signalUrgent();
      }
      to.stream.arrived();
    }
    return from.result(done);
  }

  /** Data came, or the end. */
  void arrived() {
    socket.handshake.dataCame();
    socket.readable().wakeAll();
  }

  // Receiving.

  long receive(IoBuffer to, Message m) throws Errno {
    if (m.has(Socket.MSG_ERRQUEUE)) {
      // Always empty, and nobody waits for errors.
      m.waits = false;
      return Errno.EAGAIN.negated();
    }
    if (connection.is(State.LISTEN)) {
      throw Errno.ENOTCONN;
    }
    if (m.has(Socket.MSG_OOB)) {
      return receiveUrgent(to, m);
    }
    long skip = in.passUrgent(m.peeks() ? options.peekOffset() : 0, m.peeks());
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
      options.peeked(seen);
      return to.result(seen);
    }
    long done = in.take(to, len);
    taken(done);
    return to.result(done);
  }

  private boolean waitsForMore(IoBuffer to, Message m, long available) {
    long wanted = Math.min(options.receiveLowWater(), to.remaining());
    if (m.peeks() && m.has(Socket.MSG_WAITALL)) {
      wanted = Math.min(to.remaining(), options.receiveBuffer());
    }
    return m.waits
        && !connection.hasEnded()
        && socket.error() == 0
        && !socket.receiveShut()
        && available < wanted;
  }

  private long nothing(Message m) throws Errno {
    m.ends = true;
    if (connection.hasEnded()) {
      return 0;
    }
    long e = socket.takeError();
    if (e != 0) {
      return e;
    }
    if (socket.receiveShut()) {
      return 0;
    }
    if (connection.is(State.CLOSE)) {
      throw Errno.ENOTCONN;
    }
    m.ends = false;
    return Errno.EAGAIN.negated();
  }

  /** Bytes have left the queue: the peer may send again, if that is worth waking it for. */
  private void taken(long len) {
    options.taken(len);
    TcpSocket from = connection.peer();
    if (from != null && len > 0) {
      long limit = capacity(from, socket);
      if (limit - in.size() - len <= limit / 3) {
        from.writable().wakeAll();
      }
    }
  }

  private long receiveUrgent(IoBuffer to, Message m) throws Errno {
    if (!in.hasMark()) {
      boolean never = connection.is(State.CLOSE) && !connection.hasEnded();
      throw never ? Errno.ENOTCONN : Errno.EINVAL;
    }
    long done = in.urgent(to, m.peeks());
    m.answered |= Socket.MSG_OOB;
    return to.result(done);
  }

  /** SIOCATMARK: whether the next byte is the urgent one. */
  boolean isAtMark() {
    return in.isAtMark();
  }

  // What there is, and what room.

  /** EPOLL* events of the data that came and the room for more. */
  int poll() {
    int events = 0;
    if (in.readable() >= Math.max(1, Math.min(options.receiveLowWater(), 65_536))) {
      events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    if (isWritable(connection.peer())) {
      events |= Poll.EPOLLOUT | Poll.EPOLLWRNORM;
    }
    if (in.hasUrgent()) {
      events |= Poll.EPOLLPRI;
    }
    return events;
  }

  private boolean isWritable(@Nullable TcpSocket to) {
    if (socket.sendShut() || to == null) {
      return true;
    }
    long room = room(to);
    return room >= (options.sendBuffer() >> 1) || room * 3 >= capacity(socket, to);
  }

  /** Bytes that the peer's buffer had no room for. */
  long sendQueue() {
    TcpSocket to = connection.peer();
    return to == null ? 0 : Math.max(0, to.stream.in.size() - to.options().receiveBuffer());
  }

  /** Bytes that can be read. */
  long receiveQueue() {
    return Math.min(in.readable(), options.receiveBuffer());
  }
}
