package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Inet;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Socket;
import exo.kernel.net.Interface;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.OptionData;
import exo.kernel.net.Packet;
import exo.kernel.net.PacketQueue;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketOptions;
import exo.kernel.net.Timestamps;
import exo.kernel.net.Traffic;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A UDP socket. Source: udp(7). */
final class UdpSocket extends InetSocket {
  /** Longest datagram of IPv4, and of IPv6. */
  private static final int LONGEST_4 = 65_507;

  private static final int LONGEST_6 = 65_527;

  /** What a datagram takes of the receiver's room besides its bytes. */
  private static final int OVERHEAD = 512;

  private static final int HEADER = 8;
  private static final int IP_FOUR = 20;
  private static final int IP_SIX = 40;
  private static final int ICMP = 8;
  private static final int MOST_BACK_4 = 576;
  private static final int MOST_BACK_6 = 1280;

  private static final int SEND_COVERAGE = 10;
  private static final int LEAST_COVERAGE = 8;

  private final int[] coverage = new int[2];
  private final PacketQueue queue;
  private long held;
  private long drops;
  private boolean connected;

  /**
   * @param protocol UDP, or UDP-Lite: what the latter would leave unchecked is never damaged here
   */
  UdpSocket(NetContext net, InetFamily family, int domain, int protocol) {
    super(
        net,
        family,
        domain,
        Socket.SOCK_DGRAM,
        protocol,
        new SocketOptions(SocketOptions.DEFAULT_BUFFER, SocketOptions.DEFAULT_BUFFER),
        new InetOptions(domain));
    queue = new PacketQueue(net);
  }

  @Override
  Ports ports() {
    return protocol() == Inet.IPPROTO_UDP ? family.udp() : family.udpLite();
  }

  @Override
  boolean isFresh() {
    return true;
  }

  @Override
  int stateNumber() {
    return connected ? Inet.TCP_ESTABLISHED : Inet.TCP_CLOSE;
  }

  @Override
  public long connect(Caller who, byte[] name, boolean waits) throws Errno {
    if (name.length < Short.BYTES) {
      throw Errno.EINVAL;
    }
    if (Endpoint.familyOf(name) == Socket.AF_UNSPEC) {
      connected = false;
      unconnectAddress();
      if (!isPortBound()) {
        releasePort();
        local(local().withPort(0));
      }
      return 0;
    }
    Endpoint wanted = Endpoint.parse(domain(), name);
    if (!wanted.isV4() && (wanted.isLinkLocal() || wanted.isMulticast())) {
      throw Errno.EINVAL;
    }
    Endpoint to = routeDatagram(wanted);
    autobind(who);
    if (!isAddressBound()) {
      local(to.source(local().port()).in(domain()));
    }
    remote(to);
    connected = true;
    return 0;
  }

  private Endpoint routeDatagram(Endpoint to) throws Errno {
    if (to.isBroadcast() && to.v4() != -1) {
      if (!options().is(Socket.SO_BROADCAST)) {
        throw Errno.EACCES;
      }
      return to.in(domain());
    }
    if (to.isMulticast() && ip.hasMulticastInterface(!to.isV4())) {
      return to.in(domain());
    }
    return route(to);
  }

  @Override
  public SocketAddress peerName() throws Errno {
    Endpoint r = remote();
    if (r == null) {
      throw Errno.ENOTCONN;
    }
    return r;
  }

  // Sending.

  @Override
  public long send(Caller who, IoBuffer from, Message m) throws Errno {
    long len = from.remaining();
    if (len > 0xffff) {
      throw Errno.EMSGSIZE;
    }
    if (m.has(Socket.MSG_OOB) || m.has(Socket.MSG_MORE)) {
      throw Errno.EOPNOTSUPP;
    }
    byte[] name = m.name;
    Endpoint given = name == null ? remote() : destination(name);
    if (given == null) {
      autobind(who);
      throw Errno.EDESTADDRREQ;
    }
    if (given.port() == 0) {
      throw Errno.EINVAL;
    }
    autobind(who);
    Endpoint to = routeDatagram(given);
    if (len > (to.isV4() ? LONGEST_4 : LONGEST_6)) {
      throw Errno.EMSGSIZE;
    }
    long e = takeError();
    if (e != 0) {
      return e;
    }
    if (sendShut()) {
      return Errno.EPIPE.negated();
    }
    deliver(from, len, to, IpControls.header(ip, m, to.isV4()));
    return len;
  }

  private Endpoint destination(byte[] name) throws Errno {
    // A socket of IPv4 takes an address without a family as its own.
    if (!isV6() && name.length >= 16 && Endpoint.familyOf(name) == Socket.AF_UNSPEC) {
      byte[] named = name.clone();
      named[0] = Socket.AF_INET;
      return Endpoint.parse(domain(), named);
    }
    if (isV6() && name.length >= 2 && Endpoint.familyOf(name) == Socket.AF_UNSPEC) {
      Endpoint r = remote();
      if (r == null) {
        throw Errno.EDESTADDRREQ;
      }
      return r;
    }
    return Endpoint.parse(domain(), name);
  }

  private Traffic.Datagrams counts(boolean overSix) {
    return protocol() == Inet.IPPROTO_UDP
        ? net.traffic().udp(overSix)
        : net.traffic().lite(overSix);
  }

  private void deliver(IoBuffer from, long len, Endpoint to, int header) throws Errno {
    boolean six = !to.isV4();
    counts(six).sent++;
    long bytes = len + HEADER + (six ? IP_SIX : IP_FOUR);
    net.traffic().carried(six, 1, bytes);
    Endpoint source = local().isAny() ? to.source(local().port()) : local();
    if (to.isMulticast() || to.isBroadcast()) {
      deliverToMany(from, len, source, to, header);
      return;
    }
    UdpSocket receiver = receiver(source, to);
    if (receiver == null) {
      drain(from, len);
      unreachable(six, bytes);
      Endpoint r = remote();
      if (r != null ? r.sameAs(to.in(r.family())) : ip.reportsErrors(isV6())) {
        error(Errno.ECONNREFUSED.number());
        wakeAll();
      }
      return;
    }
    receiver.take(from, len, source, to, header);
  }

  /** ICMP brings the head of a datagram back that nobody is there for. */
  private void unreachable(boolean six, long bytes) {
    counts(six).withoutPort++;
    long length =
        Math.min(bytes + ICMP + (six ? IP_SIX : IP_FOUR), six ? MOST_BACK_6 : MOST_BACK_4);
    net.traffic().carried(six, 1, length);
    if (six) {
      net.traffic().unreachableSix++;
    } else {
      net.traffic().unreachableFour++;
    }
  }

  private void deliverToMany(IoBuffer from, long len, Endpoint source, Endpoint to, int header)
      throws Errno {
    byte[] bytes = new byte[(int) len];
    if (from.take(MemorySegment.ofArray(bytes), 0, len) < len) {
      throw Errno.EFAULT;
    }
    boolean loops = to.isBroadcast() || ip.loopsMulticast(!to.isV4());
    for (PortUse u = ports().first(to.port()); u != null && loops; u = u.next) {
      if (u.socket instanceof UdpSocket s && s.wantsFromMany(u, source, to)) {
        s.take(IoBuffer.kernel(MemorySegment.ofArray(bytes)), len, source, to, header);
      }
    }
  }

  private boolean wantsFromMany(PortUse use, Endpoint source, Endpoint to) {
    Endpoint r = remote();
    boolean mine = use.local.isAny() || use.local.sameAddress(to);
    return mine
        && (r == null || r.sameAs(source.in(r.family())))
        && (to.isBroadcast() || ip.isMember(to));
  }

  /** Bytes that go nowhere are read all the same: a bad page is an error. */
  private static void drain(IoBuffer from, long len) throws Errno {
    byte[] nowhere = new byte[(int) Math.min(len, 4096)];
    MemorySegment target = MemorySegment.ofArray(nowhere);
    for (long left = len; left > 0; ) {
      long chunk = Math.min(left, nowhere.length);
      if (from.take(target, 0, chunk) < chunk) {
        throw Errno.EFAULT;
      }
      left -= chunk;
    }
  }

  /** Who hears what is sent to an address: connected sockets before others, the newest first. */
  private @Nullable UdpSocket receiver(Endpoint source, Endpoint to) {
    UdpSocket best = null;
    int bestScore = 0;
    int equals = 1;
    for (PortUse u = ports().first(to.port()); u != null; u = u.next) {
      if (!(u.socket instanceof UdpSocket s)) {
        continue;
      }
      int score = InetFamily.score(u, to);
      Endpoint r = s.remote();
      if (r != null) {
        boolean fits = r.sameAs(source.in(r.family())) && s.local().sameAddress(to.in(s.domain()));
        score = fits ? score + 8 : 0;
      }
      if (score > bestScore) {
        best = s;
        bestScore = score;
        equals = 1;
      } else if (score > 0
          && score == bestScore
          && u.reusesPort()
          && net.random().nextInt(++equals) == 0) {
        best = s;
      }
    }
    return best;
  }

  /** A datagram comes; without room it is lost, as datagrams are. */
  private void take(IoBuffer from, long len, Endpoint source, Endpoint to, int header)
      throws Errno {
    if (held + len + OVERHEAD > options().receiveBuffer() && held > 0 || receiveShut()) {
      drain(from, len);
      drops++;
      counts(!to.isV4()).withoutRoom++;
      return;
    }
    Packet p = queue.add(from, len);
    p.from = source.in(domain());
    p.to = to.in(domain());
    p.sentNanos = net.clock().realtimeNanos();
    p.extra = header;
    held += len + OVERHEAD;
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
    long e = takeError();
    if (e != 0) {
      return e;
    }
    Packet p = queue.first();
    if (p == null) {
      return receiveShut() && m.waits ? 0 : Errno.EAGAIN.negated();
    }
    long length = p.length;
    long skip = m.peeks() ? options().peekOffset() : 0;
    long moved = queue.peek(to, skip, Math.max(0, length - skip));
    if (to.faulted()) {
      throw Errno.EFAULT;
    }
    if (moved < length - skip) {
      m.answered |= Socket.MSG_TRUNC;
    }
    m.from = p.from;
    Timestamps.add(options(), p.sentNanos, m);
    if (p.to instanceof Endpoint here) {
      IpControls.report(ip, isV6(), here, p.extra, m);
    }
    if (m.peeks()) {
      options().peeked(moved);
    } else {
      options().taken(length);
      held -= length + OVERHEAD;
      counts(p.from instanceof Endpoint sender && !sender.isV4()).received++;
      queue.remove();
    }
    return m.has(Socket.MSG_TRUNC) ? length - skip : moved;
  }

  @Override
  public void shutdown(int how) throws Errno {
    int bits = shutBits(how);
    addShut(bits);
    wakeAll();
    if (!connected) {
      throw Errno.ENOTCONN;
    }
  }

  @Override
  public int poll() {
    int events = Poll.EPOLLOUT | Poll.EPOLLWRNORM | Poll.EPOLLWRBAND;
    if (error() != 0) {
      events |= Poll.EPOLLERR;
    }
    if (shut() == (RECEIVE | SEND)) {
      events |= Poll.EPOLLHUP;
    }
    if (receiveShut()) {
      events |= Poll.EPOLLRDHUP | Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    return queue.isEmpty() ? events : events | Poll.EPOLLIN | Poll.EPOLLRDNORM;
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    switch (command) {
      case Ioctl.SIOCINQ -> {
        Packet first = queue.first();
        who.memory().putInt(argument, first == null ? 0 : (int) first.length);
        return 0;
      }
      case Ioctl.SIOCOUTQ -> {
        who.memory().putInt(argument, 0);
        return 0;
      }
      default -> {
        return Interface.ioctl(who, command, argument);
      }
    }
  }

  @Override
  long sendQueue() {
    return 0;
  }

  @Override
  long receiveQueue() {
    return held;
  }

  @Override
  long drops() {
    return drops;
  }

  @Override
  byte[] protocolOption(int name, int room) throws Errno {
    return OptionData.of(coverage[coverageIndex(name)]);
  }

  /** UDPLITE_SEND_CSCOV or UDPLITE_RECV_CSCOV: how much of a datagram is checked. */
  private int coverageIndex(int name) throws Errno {
    int index = name - SEND_COVERAGE;
    if (protocol() == Inet.IPPROTO_UDP || index < 0 || index > 1) {
      throw Errno.ENOPROTOOPT;
    }
    return index;
  }

  @Override
  void setProtocolOption(Caller who, int name, byte[] value) throws Errno {
    int index = coverageIndex(name);
    int n = OptionData.number(value);
    // Less than the header cannot be left unchecked.
    coverage[index] = n != 0 && n < LEAST_COVERAGE ? LEAST_COVERAGE : Math.min(n, 0xffff);
  }

  @Override
  protected void closed() {
    while (!queue.isEmpty()) {
      queue.remove();
    }
    releasePort();
    family.remove(this);
    wakeAll();
  }
}
