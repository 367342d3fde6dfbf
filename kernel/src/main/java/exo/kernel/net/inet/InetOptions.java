package exo.kernel.net.inet;

import static exo.kernel.abi.Inet.*;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.Interface;
import exo.kernel.net.OptionData;
import exo.kernel.vfs.Caller;
import java.util.HashSet;
import java.util.Set;

/** The options of IPPROTO_IP and IPPROTO_IPV6 as data. Source: ip(7), ipv6(7). */
final class InetOptions {
  // Not in the C library's header.
  private static final int IPV6_FLOWINFO = 11;
  private static final int IPV6_FLOWINFO_SEND = 33;

  private static final int DEFAULT_TTL = 64;
  private static final int MOST_TTL = 255;
  private static final int ECN_BITS = 3;
  private static final int MIN_MTU_6 = 1280;

  private final int[] four = new int[IP_PROTOCOL + 1];
  private final int[] six = new int[IPV6_FREEBIND + 1];
  private final Set<Endpoint> groups = new HashSet<>(0);

  InetOptions(int domain) {
    four[IP_TTL] = DEFAULT_TTL;
    four[IP_RETOPTS] = 0;
    four[IP_MTU_DISCOVER] = 1;
    four[IP_MULTICAST_TTL] = 1;
    four[IP_MULTICAST_LOOP] = 1;
    four[IP_MULTICAST_ALL] = domain == Socket.AF_INET ? 1 : 0;
    six[IPV6_UNICAST_HOPS] = DEFAULT_TTL;
    six[IPV6_MULTICAST_HOPS] = 1;
    six[IPV6_MULTICAST_LOOP] = 1;
    six[IPV6_MTU_DISCOVER] = 1;
    six[IPV6_MULTICAST_ALL] = 1;
    six[IPV6_AUTOFLOWLABEL] = 1;
  }

  /** For a connection that is accepted. */
  InetOptions(InetOptions listener) {
    System.arraycopy(listener.four, 0, four, 0, four.length);
    System.arraycopy(listener.six, 0, six, 0, six.length);
  }

  boolean isV6Only() {
    return six[IPV6_V6ONLY] != 0;
  }

  boolean isFreeBind() {
    return four[IP_FREEBIND] != 0 || four[IP_TRANSPARENT] != 0 || six[IPV6_FREEBIND] != 0;
  }

  boolean reportsErrors(boolean v6) {
    return v6 ? six[IPV6_RECVERR] != 0 : four[IP_RECVERR] != 0;
  }

  boolean wants(int ipOption) {
    return four[ipOption] != 0;
  }

  boolean wants6(int ipv6Option) {
    return six[ipv6Option] != 0;
  }

  int ttl() {
    return four[IP_TTL];
  }

  int hops() {
    return six[IPV6_UNICAST_HOPS];
  }

  int tos() {
    return four[IP_TOS];
  }

  int trafficClass() {
    return six[IPV6_TCLASS];
  }

  /** Whether multicast has an interface to leave by: without, there is no route. */
  boolean hasMulticastInterface(boolean v6) {
    return v6 ? six[IPV6_MULTICAST_IF] != 0 : four[IP_MULTICAST_IF] != 0;
  }

  boolean loopsMulticast(boolean v6) {
    return v6 ? six[IPV6_MULTICAST_LOOP] != 0 : four[IP_MULTICAST_LOOP] != 0;
  }

  boolean isMember(Endpoint group) {
    return groups.contains(group.withPort(0).in(Socket.AF_INET6));
  }

  // IPPROTO_IP.

  byte[] getIp(InetSocket socket, int name, int room) throws Errno {
    boolean stream = socket.isStream();
    switch (name) {
      case IP_OPTIONS -> {
        return new byte[0];
      }
      case IP_PKTOPTIONS -> {
        if (!stream) {
          throw Errno.ENOPROTOOPT;
        }
        return new byte[0];
      }
      case IP_MTU -> {
        if (socket.remote() == null) {
          throw Errno.ENOTCONN;
        }
        return number(Interface.MTU - (stream ? 1 : 0), room);
      }
      case IP_MULTICAST_IF -> {
        return OptionData.of(Integer.reverseBytes(four[name]));
      }
      case IP_MSFILTER, MCAST_MSFILTER -> throw Errno.EINVAL;
      case IP_TOS,
          IP_TTL,
          IP_HDRINCL,
          IP_ROUTER_ALERT,
          IP_RECVOPTS,
          IP_RETOPTS,
          IP_PKTINFO,
          IP_MTU_DISCOVER,
          IP_RECVERR,
          IP_RECVTTL,
          IP_RECVTOS,
          IP_FREEBIND,
          IP_PASSSEC,
          IP_TRANSPARENT,
          IP_RECVORIGDSTADDR,
          IP_MINTTL,
          IP_NODEFRAG,
          IP_CHECKSUM,
          IP_BIND_ADDRESS_NO_PORT,
          IP_RECVFRAGSIZE,
          IP_RECVERR_RFC4884,
          IP_MULTICAST_TTL,
          IP_MULTICAST_LOOP,
          IP_MULTICAST_ALL,
          IP_UNICAST_IF,
          IP_LOCAL_PORT_RANGE,
          IP_PROTOCOL -> {
        return number(name == IP_PROTOCOL ? 0 : four[name], room);
      }
      default -> throw Errno.ENOPROTOOPT;
    }
  }

  /** A small number fits into the one byte that some programs give it. */
  private static byte[] number(int value, int room) {
    return room > 0 && room < Integer.BYTES && value >= 0 && value <= 255
        ? new byte[] {(byte) value}
        : OptionData.of(value);
  }

  /** What programs set these options to: a number, or a byte. */
  private static int given(byte[] value) {
    return value.length >= Integer.BYTES
        ? OptionData.intAt(value, 0)
        : value.length > 0 ? value[0] & 0xff : 0;
  }

  void setIp(InetSocket socket, Caller who, int name, byte[] value) throws Errno {
    boolean stream = socket.isStream();
    int n = given(value);
    switch (name) {
      case IP_TOS ->
          // The bits of congestion notification are the stream's own.
          four[name] = stream ? n & 0xff & ~ECN_BITS | four[name] & ECN_BITS : n & 0xff;
      case IP_TTL -> {
        if (value.length < 1 || n != -1 && (n < 1 || n > MOST_TTL)) {
          throw Errno.EINVAL;
        }
        four[name] = n == -1 ? DEFAULT_TTL : n;
      }
      case IP_MINTTL -> four[name] = inRange(n, 0, MOST_TTL);
      case IP_MTU_DISCOVER -> four[name] = inRange(n, IP_PMTUDISC_DONT, IP_PMTUDISC_OMIT);
      case IP_OPTIONS, IP_RETOPTS -> {
        if (name == IP_OPTIONS && value.length > 40) {
          throw Errno.EINVAL;
        }
        if (name == IP_RETOPTS) {
          four[name] = n != 0 ? 1 : 0;
        }
      }
      case IP_PKTINFO,
          IP_RECVOPTS,
          IP_RECVTTL,
          IP_RECVTOS,
          IP_RECVERR,
          IP_RECVORIGDSTADDR,
          IP_PASSSEC,
          IP_FREEBIND,
          IP_CHECKSUM,
          IP_BIND_ADDRESS_NO_PORT,
          IP_RECVERR_RFC4884,
          IP_MULTICAST_LOOP ->
          four[name] = n != 0 ? 1 : 0;
      case IP_MULTICAST_ALL -> four[name] = inRange(n, 0, 1);
      case IP_RECVFRAGSIZE, IP_HDRINCL, IP_NODEFRAG, IP_ROUTER_ALERT -> throw Errno.ENOPROTOOPT;
      case IP_TRANSPARENT -> {
        if (n != 0 && !who.credentials().hasCapability(Capability.CAP_NET_ADMIN)) {
          throw Errno.EPERM;
        }
        four[name] = n != 0 ? 1 : 0;
      }
      case IP_MULTICAST_TTL -> {
        if (stream || value.length < 1 || n < -1 || n > MOST_TTL) {
          throw Errno.EINVAL;
        }
        four[name] = n == -1 ? 1 : n;
      }
      case IP_UNICAST_IF -> {
        if (Integer.reverseBytes(n) != 0 && Integer.reverseBytes(n) != Interface.INDEX) {
          throw Errno.EADDRNOTAVAIL;
        }
        four[name] = n;
      }
      case IP_LOCAL_PORT_RANGE -> four[name] = n;
      case IP_MULTICAST_IF -> {
        if (stream || value.length < Integer.BYTES) {
          throw Errno.EINVAL;
        }
        four[name] = localAddress(value);
      }
      case IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP -> {
        if (stream) {
          throw Errno.EPROTO;
        }
        if (value.length < 8) {
          throw Errno.EINVAL;
        }
        boolean byIndex = value.length >= 12 && OptionData.intAt(value, 8) != 0;
        int address = Integer.reverseBytes(OptionData.intAt(value, 4));
        Endpoint group = Endpoint.v4(Integer.reverseBytes(OptionData.intAt(value, 0)), 0);
        boolean here =
            byIndex
                ? OptionData.intAt(value, 8) == Interface.INDEX
                : Endpoint.v4(address, 0).isLocal();
        member(group, here, name == IP_ADD_MEMBERSHIP);
      }
      case IP_ADD_SOURCE_MEMBERSHIP,
          IP_DROP_SOURCE_MEMBERSHIP,
          IP_BLOCK_SOURCE,
          IP_UNBLOCK_SOURCE,
          MCAST_JOIN_GROUP,
          MCAST_LEAVE_GROUP,
          MCAST_JOIN_SOURCE_GROUP,
          MCAST_LEAVE_SOURCE_GROUP ->
          throw Errno.ENODEV;
      default -> throw Errno.ENOPROTOOPT;
    }
  }

  private static int localAddress(byte[] value) throws Errno {
    int at = value.length >= 8 ? 4 : 0;
    int address = Integer.reverseBytes(OptionData.intAt(value, at));
    int index = value.length >= 12 ? OptionData.intAt(value, 8) : 0;
    if (address == 0 && index == Interface.INDEX) {
      return Endpoint.LOOPBACK;
    }
    if (address != 0 && !Endpoint.v4(address, 0).isLocal()) {
      throw Errno.EADDRNOTAVAIL;
    }
    return address;
  }

  private void member(Endpoint group, boolean here, boolean joins) throws Errno {
    if (!group.isMulticast()) {
      throw joins ? Errno.EINVAL : Errno.EADDRNOTAVAIL;
    }
    if (!here) {
      throw Errno.ENODEV;
    }
    Endpoint key = group.withPort(0).in(Socket.AF_INET6);
    if (joins ? !groups.add(key) : !groups.remove(key)) {
      throw joins ? Errno.EADDRINUSE : Errno.EADDRNOTAVAIL;
    }
  }

  private static int inRange(int n, int least, int most) throws Errno {
    if (n < least || n > most) {
      throw Errno.EINVAL;
    }
    return n;
  }

  // IPPROTO_IPV6.

  byte[] getIpv6(InetSocket socket, int name) throws Errno {
    switch (name) {
      case IPV6_ADDRFORM, IPV6_PATHMTU -> throw Errno.ENOTCONN;
      case MCAST_MSFILTER -> throw Errno.EADDRNOTAVAIL;
      case IPV6_MTU -> {
        if (socket.remote() == null) {
          throw Errno.ENOTCONN;
        }
        return OptionData.of(Interface.MTU);
      }
      case IPV6_2292PKTOPTIONS -> {
        if (!socket.isStream()) {
          throw Errno.ENOPROTOOPT;
        }
        return new byte[0];
      }
      case IPV6_HOPOPTS, IPV6_RTHDRDSTOPTS, IPV6_RTHDR, IPV6_DSTOPTS -> {
        return new byte[0];
      }
      case IPV6_ADDR_PREFERENCES -> {
        return OptionData.of(six[name] == 0 ? IPV6_PREFER_SRC_PUBTMP_DEFAULT | 1024 : six[name]);
      }
      case IPV6_2292PKTINFO,
          IPV6_2292HOPOPTS,
          IPV6_2292DSTOPTS,
          IPV6_2292RTHDR,
          IPV6_2292HOPLIMIT,
          IPV6_FLOWINFO,
          IPV6_UNICAST_HOPS,
          IPV6_MULTICAST_IF,
          IPV6_MULTICAST_HOPS,
          IPV6_MULTICAST_LOOP,
          IPV6_ROUTER_ALERT,
          IPV6_MTU_DISCOVER,
          IPV6_RECVERR,
          IPV6_V6ONLY,
          IPV6_MULTICAST_ALL,
          IPV6_ROUTER_ALERT_ISOLATE,
          IPV6_RECVERR_RFC4884,
          IPV6_FLOWINFO_SEND,
          IPV6_RECVPKTINFO,
          IPV6_RECVHOPLIMIT,
          IPV6_RECVHOPOPTS,
          IPV6_RECVRTHDR,
          IPV6_RECVDSTOPTS,
          IPV6_RECVPATHMTU,
          IPV6_DONTFRAG,
          IPV6_RECVTCLASS,
          IPV6_TCLASS,
          IPV6_AUTOFLOWLABEL,
          IPV6_MINHOPCOUNT,
          IPV6_RECVORIGDSTADDR,
          IPV6_TRANSPARENT,
          IPV6_UNICAST_IF,
          IPV6_RECVFRAGSIZE,
          IPV6_FREEBIND -> {
        return OptionData.of(six[name]);
      }
      default -> throw Errno.ENOPROTOOPT;
    }
  }

  void setIpv6(InetSocket socket, Caller who, int name, byte[] value) throws Errno {
    switch (name) {
      case IPV6_ADD_MEMBERSHIP, IPV6_DROP_MEMBERSHIP -> {
        if (value.length < 20) {
          throw Errno.EINVAL;
        }
        if (socket.isStream()) {
          throw Errno.EPROTO;
        }
        long high = Long.reverseBytes(OptionData.longAt(value, 0));
        long low = Long.reverseBytes(OptionData.longAt(value, 8));
        boolean here = OptionData.intAt(value, 16) == Interface.INDEX;
        member(Endpoint.v6(high, low, 0), here, name == IPV6_ADD_MEMBERSHIP);
        return;
      }
      case IPV6_HOPOPTS, IPV6_RTHDR, IPV6_RTHDRDSTOPTS, IPV6_DSTOPTS, IPV6_PKTINFO -> {
        return;
      }
      default -> {}
    }
    int n = OptionData.number(value);
    switch (name) {
      case IPV6_V6ONLY -> {
        if (socket.use() != null) {
          throw Errno.EINVAL;
        }
        six[name] = n != 0 ? 1 : 0;
      }
      case IPV6_UNICAST_HOPS, IPV6_MULTICAST_HOPS -> {
        if (n < -1 || n > MOST_TTL || name == IPV6_MULTICAST_HOPS && socket.isStream()) {
          throw n < -1 || n > MOST_TTL ? Errno.EINVAL : Errno.ENOPROTOOPT;
        }
        six[name] = n == -1 ? (name == IPV6_UNICAST_HOPS ? DEFAULT_TTL : 1) : n;
      }
      case IPV6_MULTICAST_LOOP, IPV6_MULTICAST_ALL -> six[name] = inRange(n, 0, 1);
      case IPV6_TCLASS -> six[name] = n == -1 ? 0 : inRange(n, 0, 255);
      case IPV6_MINHOPCOUNT -> six[name] = inRange(n, 0, MOST_TTL);
      case IPV6_MTU_DISCOVER -> six[name] = inRange(n, IPV6_PMTUDISC_DONT, IPV6_PMTUDISC_OMIT);
      case IPV6_MTU -> {
        if (n != 0 && n < MIN_MTU_6) {
          throw Errno.EINVAL;
        }
      }
      case IPV6_MULTICAST_IF -> {
        if (socket.isStream()) {
          throw Errno.ENOPROTOOPT;
        }
        if (n != 0 && n != Interface.INDEX) {
          throw Errno.ENODEV;
        }
        six[name] = n;
      }
      case IPV6_UNICAST_IF -> {
        int index = Integer.reverseBytes(n);
        if (index != 0 && index != Interface.INDEX) {
          throw Errno.EADDRNOTAVAIL;
        }
        six[name] = n;
      }
      case IPV6_TRANSPARENT -> {
        if (n != 0 && !who.credentials().hasCapability(Capability.CAP_NET_ADMIN)) {
          throw Errno.EPERM;
        }
        six[name] = n != 0 ? 1 : 0;
      }
      case IPV6_ADDR_PREFERENCES -> six[name] = n;
      case IPV6_ADDRFORM -> throw socket.remote() == null ? Errno.ENOTCONN : Errno.EADDRNOTAVAIL;
      case IPV6_2292PKTINFO,
          IPV6_2292HOPLIMIT,
          IPV6_2292HOPOPTS,
          IPV6_2292DSTOPTS,
          IPV6_2292RTHDR,
          IPV6_RECVERR,
          IPV6_FLOWINFO,
          IPV6_FLOWINFO_SEND,
          IPV6_RECVPKTINFO,
          IPV6_RECVHOPLIMIT,
          IPV6_RECVHOPOPTS,
          IPV6_RECVRTHDR,
          IPV6_RECVDSTOPTS,
          IPV6_RECVPATHMTU,
          IPV6_RECVTCLASS,
          IPV6_DONTFRAG,
          IPV6_AUTOFLOWLABEL,
          IPV6_RECVORIGDSTADDR,
          IPV6_RECVFRAGSIZE,
          IPV6_RECVERR_RFC4884,
          IPV6_FREEBIND ->
          six[name] = n != 0 ? 1 : 0;
      default -> throw Errno.ENOPROTOOPT;
    }
  }
}
