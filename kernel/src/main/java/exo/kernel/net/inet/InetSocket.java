package exo.kernel.net.inet;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.net.NetContext;
import exo.kernel.net.Socket;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketOptions;
import exo.kernel.net.Traffic;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/** What TCP and UDP share: addresses, ports, and the options of IP. */
abstract class InetSocket extends Socket {
  /** Ports below are for the privileged: net.ipv4.ip_unprivileged_port_start. */
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  final InetFamily family;
  final InetOptions ip;
  private Endpoint local;
  private @Nullable Endpoint remote;
  private @Nullable PortUse use;

  // Whether bind(2) chose the address and the port: connecting anew does not change them.
  private boolean boundAddress;
  private boolean boundPort;
  private int uid;

  InetSocket(
      NetContext net,
      InetFamily family,
      int domain,
      int type,
      int protocol,
      SocketOptions options,
      InetOptions ip) {
    super(net, domain, type, protocol, options);
    this.family = family;
    this.ip = ip;
    local = Endpoint.any(domain, 0);
    family.add(this);
  }

  abstract Ports ports();

  final Traffic traffic() {
    return net.traffic();
  }

  final boolean isV6() {
    return domain() == exo.kernel.abi.Socket.AF_INET6;
  }

  final boolean isV6Only() {
    return isV6() && ip.isV6Only();
  }

  final Endpoint local() {
    return local;
  }

  final void local(Endpoint newLocal) {
    local = newLocal;
  }

  final @Nullable Endpoint remote() {
    return remote;
  }

  final void remote(@Nullable Endpoint newRemote) {
    remote = newRemote;
  }

  final @Nullable PortUse use() {
    return use;
  }

  final void use(@Nullable PortUse newUse) {
    use = newUse;
    if (newUse != null) {
      local = local.withPort(newUse.local.port());
    }
  }

  final boolean isPortBound() {
    return boundPort;
  }

  final boolean isAddressBound() {
    return boundAddress;
  }

  final int uid() {
    return uid;
  }

  final void uid(int newUid) {
    uid = newUid;
  }

  @Override
  public final void bind(Caller who, byte[] name) throws Errno {
    if (name.length >= Short.BYTES && isV6() && Endpoint.familyOf(name) != domain()) {
      throw name.length < 24 ? Errno.EINVAL : Errno.EAFNOSUPPORT;
    }
    Endpoint wanted = parseToBind(name);
    if (wanted.isV4() && isV6Only()) {
      throw Errno.EINVAL;
    }
    if (wanted.isLinkLocal() || !wanted.isV4() && wanted.isMulticast()) {
      // It would need a scope, and lo has no such addresses.
      throw Errno.EINVAL;
    }
    boolean special = wanted.isAny() || wanted.isMulticast() || wanted.isBroadcast();
    if (!special && !wanted.isLocal() && !ip.isFreeBind()) {
      throw Errno.EADDRNOTAVAIL;
    }
    if (wanted.port() != 0
        && wanted.port() < FIRST_UNPRIVILEGED_PORT
        && !who.credentials().hasCapability(Capability.CAP_NET_BIND_SERVICE)) {
      throw Errno.EACCES;
    }
    if (use != null || !isFresh()) {
      throw Errno.EINVAL;
    }
    uid = who.credentials().euid();
    Endpoint before = local;
    local = wanted;
    try {
      ports().bind(this, wanted, uid);
    } catch (Errno e) {
      local = before;
      throw e;
    }
    boundAddress = !wanted.isAny();
    boundPort = wanted.port() != 0;
  }

  private Endpoint parseToBind(byte[] name) throws Errno {
    // bind(2) alone takes AF_UNSPEC with the wildcard for AF_INET.
    if (!isV6()
        && name.length >= 16
        && Endpoint.familyOf(name) == exo.kernel.abi.Socket.AF_UNSPEC) {
      byte[] named = name.clone();
      named[0] = exo.kernel.abi.Socket.AF_INET;
      Endpoint e = Endpoint.parse(domain(), named);
      if (e.isAny()) {
        return e;
      }
    }
    return Endpoint.parse(domain(), name);
  }

  /** Whether it was neither connected nor made to listen. */
  abstract boolean isFresh();

  /** Takes any port, if it has none. */
  final void autobind(Caller who) throws Errno {
    if (use == null) {
      uid = who.credentials().euid();
      ports().bind(this, local.withPort(0), uid);
    }
  }

  /** Gives the port back. */
  final void releasePort() {
    PortUse u = use;
    if (u != null) {
      use = null;
      ports().release(u);
    }
  }

  /** The port stays taken for a while. */
  final void lingerOnPort(Endpoint to) {
    PortUse u = use;
    if (u != null) {
      use = null;
      ports().linger(u, this, to);
    }
  }

  /** The address is no longer that of a connection. */
  final void unconnectAddress() {
    remote = null;
    if (!boundAddress) {
      local = Endpoint.any(domain(), local.port());
    }
  }

  /**
   * Where a connection or datagram goes.
   *
   * @throws Errno ENETUNREACH for all that is not here, EINVAL for what names no host
   */
  final Endpoint route(Endpoint to) throws Errno {
    Endpoint target = to.target().in(domain());
    if (isV6Only() && target.isV4()) {
      throw Errno.ENETUNREACH;
    }
    if (isV6() && !target.isV4() && local.isV4() && boundAddress) {
      throw Errno.EINVAL;
    }
    if (!target.isLocal()) {
      throw Errno.ENETUNREACH;
    }
    return target;
  }

  @Override
  public final SocketAddress name() {
    return local;
  }

  @Override
  public final void requireLevel(int level, boolean setting) throws Errno {
    boolean known =
        level == exo.kernel.abi.Socket.SOL_IP
            || level == protocol()
            || (level == exo.kernel.abi.Socket.SOL_IPV6 && isV6());
    if (!known) {
      throw setting || isV6() ? Errno.ENOPROTOOPT : Errno.EOPNOTSUPP;
    }
  }

  @Override
  public final byte[] option(int level, int name, int room) throws Errno {
    return switch (level) {
      case exo.kernel.abi.Socket.SOL_IP -> ip.getIp(this, name, room);
      case exo.kernel.abi.Socket.SOL_IPV6 -> ip.getIpv6(this, name);
      default -> protocolOption(name, room);
    };
  }

  @Override
  public final void setOption(Caller who, int level, int name, byte[] value) throws Errno {
    switch (level) {
      case exo.kernel.abi.Socket.SOL_IP -> ip.setIp(this, who, name, value);
      case exo.kernel.abi.Socket.SOL_IPV6 -> ip.setIpv6(this, who, name, value);
      default -> setProtocolOption(who, name, value);
    }
  }

  abstract byte[] protocolOption(int name, int room) throws Errno;

  abstract void setProtocolOption(Caller who, int name, byte[] value) throws Errno;

  /** State as {@code /proc/net/tcp} and TCP_INFO number it. */
  abstract int stateNumber();

  /** Bytes on their way out, and bytes (or connections) that wait to be taken. */
  abstract long sendQueue();

  abstract long receiveQueue();

  /** How much came that it had no room for. */
  long drops() {
    return 0;
  }
}
