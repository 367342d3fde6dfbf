package exo.kernel.net.inet;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import exo.kernel.net.NetContext;
import exo.kernel.vfs.Caller;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** The AF_INET and AF_INET6 sockets of a machine. */
public final class InetFamily {
  private final NetContext net;
  private final Ports tcp;
  private final Ports udp;
  private final Ports udpLite;
  private final LinkedHashSet<InetSocket> sockets = new LinkedHashSet<>();

  public InetFamily(NetContext net) {
    this.net = net;
    tcp = new Ports(net, true);
    udp = new Ports(net, false);
    udpLite = new Ports(net, false);
  }

  /**
   * A new socket.
   *
   * @throws Errno ESOCKTNOSUPPORT, EPROTONOSUPPORT; EACCES for ICMP, which nobody's group may;
   *     EPERM for raw sockets without privilege
   */
  public exo.kernel.net.Socket create(Caller who, int domain, int type, int protocol) throws Errno {
    if (protocol < 0 || protocol > Inet.IPPROTO_MPTCP) {
      throw Errno.EINVAL;
    }
    switch (type) {
      case Socket.SOCK_STREAM -> {
        if (protocol == Inet.IPPROTO_IP || protocol == Inet.IPPROTO_TCP) {
          return new TcpSocket(net, this, domain);
        }
      }
      case Socket.SOCK_DGRAM -> {
        if (protocol == Inet.IPPROTO_IP || protocol == Inet.IPPROTO_UDP) {
          return new UdpSocket(net, this, domain, Inet.IPPROTO_UDP);
        }
        if (protocol == Inet.IPPROTO_UDPLITE) {
          return new UdpSocket(net, this, domain, protocol);
        }
        if (protocol == (domain == Socket.AF_INET ? Inet.IPPROTO_ICMP : Inet.IPPROTO_ICMPV6)) {
          throw Errno.EACCES;
        }
      }
      case Socket.SOCK_RAW -> {
        if (protocol != 0 && !who.credentials().hasCapability(Capability.CAP_NET_RAW)) {
          throw Errno.EPERM;
        }
      }
      default -> throw Errno.ESOCKTNOSUPPORT;
    }
    throw Errno.EPROTONOSUPPORT;
  }

  Ports tcp() {
    return tcp;
  }

  Ports udp() {
    return udp;
  }

  Ports udpLite() {
    return udpLite;
  }

  /** How many sockets there are. */
  public int size() {
    return sockets.size();
  }

  /** Counts them by what they are. */
  public InetCensus census() {
    return new InetCensus(sockets, tcp);
  }

  void add(InetSocket socket) {
    sockets.add(socket);
  }

  void remove(InetSocket socket) {
    sockets.remove(socket);
  }

  /**
   * Who accepts connections to an address.
   *
   * @return a listener, or null
   */
  @Nullable TcpListening listener(Endpoint to) {
    TcpListening best = null;
    int bestScore = 0;
    int equals = 0;
    for (PortUse u = tcp.first(to.port()); u != null; u = u.next) {
      TcpListening l = u.socket instanceof TcpSocket s ? s.listening() : null;
      if (l == null) {
        continue;
      }
      int score = score(u, to);
      if (score > bestScore) {
        best = l;
        bestScore = score;
        equals = 1;
      } else if (score == bestScore && score > 0 && net.random().nextInt(++equals) == 0) {
        best = l;
      }
    }
    return best;
  }

  /** How well a use fits an address: 0 not at all, more for what says more. */
  static int score(PortUse use, Endpoint to) {
    Endpoint local = use.local;
    if (local.sameAddress(to)) {
      return 4;
    }
    if (!local.isAny()) {
      return 0;
    }
    if (local.isV4() == to.isV4()) {
      return 2;
    }
    return to.isV4() && !use.onlyV6 ? 1 : 0;
  }

  /** {@code /proc/net/tcp}, tcp6, udp or udp6. */
  public void describe(StringBuilder out, int domain, int protocol) {
    SocketTable table = new SocketTable(out, domain, protocol);
    for (InetSocket s : sockets) {
      table.add(s);
    }
    if (protocol == Inet.IPPROTO_TCP) {
      long now = net.clock().monotonicNanos();
      for (PortUse u : tcp.waiting()) {
        table.addWaiting(u, now);
      }
    }
  }
}
