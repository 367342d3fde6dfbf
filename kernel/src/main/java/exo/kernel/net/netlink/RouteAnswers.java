package exo.kernel.net.netlink;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.Interface;
import exo.kernel.net.OptionData;
import exo.kernel.net.Traffic;
import exo.kernel.vfs.Caller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers to requests of rtnetlink(7). The network is as it is: what would change it is refused.
 */
final class RouteAnswers {
  // Types of messages.
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_GETADDR = 22;
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_GETROUTE = 26;
  private static final int RTM_NEWRULE = 32;
  private static final int RTM_MAX = 123;

  private static final int LINK_BODY = 16;
  private static final int SHORT_BODY = 12;
  private static final int NLM_F_MULTI = 2;
  private static final int FOREVER = -1;
  private static final int STATISTICS_64 = 200;
  private static final int STATISTICS_32 = 96;

  private static final int IFF_LOWER_UP = 0x1_0000;
  private static final int SCOPE_HOST = 254;
  private static final int SCOPE_LINK = 253;
  private static final int TABLE_LOCAL = 255;
  private static final int TABLE_MAIN = 254;
  private static final int PROTOCOL_KERNEL = 2;
  private static final int ROUTE_LOCAL = 2;
  private static final int ROUTE_BROADCAST = 3;

  private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
  private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final byte[] request;
  private final int type;
  private final int sequence;
  private final int port;
  private final boolean dump;
  private final Traffic traffic;
  private final List<byte[]> out = new ArrayList<>();

  private RouteAnswers(
      byte[] request, int type, int sequence, int port, boolean dump, Traffic traffic) {
    this.request = request;
    this.type = type;
    this.sequence = sequence;
    this.port = port;
    this.dump = dump;
    this.traffic = traffic;
  }

  /**
   * The messages that answer a request, the end of a dump aside.
   *
   * @param request with its header
   * @throws Errno what the answering error message carries
   */
  static List<byte[]> to(
      Caller who, byte[] request, int type, int sequence, int port, boolean dump, Traffic traffic)
      throws Errno {
    if (type > RTM_MAX || type < RTM_NEWLINK) {
      throw Errno.EOPNOTSUPP;
    }
    RouteAnswers a = new RouteAnswers(request, type, sequence, port, dump, traffic);
    boolean asks = (type & 3) == 2;
    if (!asks && !who.credentials().hasCapability(Capability.CAP_NET_ADMIN)) {
      throw Errno.EPERM;
    }
    a.answer(asks);
    return a.out;
  }

  private void answer(boolean asks) throws Errno {
    int family = request.length > NetlinkMessage.HEADER ? request[NetlinkMessage.HEADER] : 0;
    boolean four = family == 0 || family == Socket.AF_INET;
    boolean six = family == 0 || family == Socket.AF_INET6;
    if (!asks) {
      throw Errno.EOPNOTSUPP;
    }
    switch (type) {
      case RTM_GETLINK -> {
        if (dump || names(LINK_BODY)) {
          link();
        } else {
          throw Errno.ENODEV;
        }
      }
      case RTM_GETADDR -> {
        if (!dump) {
          throw Errno.EOPNOTSUPP;
        }
        if (four) {
          address(Socket.AF_INET, 8, LOOPBACK_4);
        }
        if (six) {
          address(Socket.AF_INET6, 128, LOOPBACK_6);
        }
      }
      case RTM_GETROUTE -> {
        if (dump) {
          routes(four, six);
        } else {
          oneRoute(family);
        }
      }
      default -> {
        if (!dump) {
          throw Errno.EOPNOTSUPP;
        }
        if (type == RTM_NEWRULE + 2) {
          rules(four, six);
        }
      }
    }
  }

  private NetlinkMessage begin(int answer) {
    return new NetlinkMessage(answer, dump ? NLM_F_MULTI : 0, sequence, port);
  }

  /** Whether a request for one interface names lo, by its index or its name. */
  private boolean names(int body) throws Errno {
    if (request.length < NetlinkMessage.HEADER + body) {
      throw Errno.EINVAL;
    }
    int index = OptionData.intAt(request, NetlinkMessage.HEADER + 4);
    if (index != 0) {
      return index == Interface.INDEX;
    }
    byte[] name = attribute(NetlinkMessage.HEADER + body, 3);
    if (name.length == 0) {
      throw Errno.EINVAL;
    }
    return new String(name, StandardCharsets.ISO_8859_1).replace("\0", "").equals(Interface.NAME);
  }

  /** The value of an attribute of the request, empty if it has none. */
  private byte[] attribute(int from, int wanted) {
    int at = from;
    while (at + 4 <= request.length) {
      int len = request[at] & 0xff | (request[at + 1] & 0xff) << 8;
      int kind = (request[at + 2] & 0xff | (request[at + 3] & 0xff) << 8) & 0x3fff;
      if (len < 4 || at + len > request.length) {
        break;
      }
      if (kind == wanted) {
        return java.util.Arrays.copyOfRange(request, at + 4, at + len);
      }
      at += len + 3 & ~3;
    }
    return new byte[0];
  }

  private void link() {
    byte[] noAddress = new byte[6];
    out.add(
        begin(RTM_NEWLINK)
            .u8(0)
            .u8(0)
            .u16(Interface.HARDWARE_TYPE)
            .u32(Interface.INDEX)
            .u32(Interface.FLAGS | IFF_LOWER_UP)
            .u32(0)
            .attribute(3, Interface.NAME)
            .attribute(13, Interface.QUEUE_LENGTH)
            .attribute8(16, 0)
            .attribute8(17, 0)
            .attribute(4, Interface.MTU)
            .attribute(50, 0)
            .attribute(51, 0)
            .attribute(27, 0)
            .attribute(30, 0)
            .attribute(31, 1)
            .attribute(40, 0xffff)
            .attribute(41, 0x1_0000)
            .attribute(32, 1)
            .attribute8(33, 1)
            .attribute(35, 0)
            .attribute(47, 0)
            .attribute(48, 0)
            .attribute8(39, 0)
            .attribute(1, noAddress)
            .attribute(2, noAddress)
            .attribute(23, statistics(STATISTICS_64, Long.BYTES))
            .attribute(7, statistics(STATISTICS_32, Integer.BYTES))
            .attribute(6, "noqueue")
            .finish());
  }

  /** struct rtnl_link_stats of words of a size: packets in and out, bytes in and out. */
  private byte[] statistics(int length, int word) {
    byte[] out = new byte[length];
    long packets = traffic.packets(false).count + traffic.packets(true).count;
    long bytes = traffic.packets(false).bytes + traffic.packets(true).bytes;
    long[] values = {packets, packets, bytes, bytes};
    for (int i = 0; i < values.length; i++) {
      OptionData.put(out, i * word, (int) values[i]);
      if (word == Long.BYTES) {
        OptionData.put(out, i * word + Integer.BYTES, (int) (values[i] >>> Integer.SIZE));
      }
    }
    return out;
  }

  private void address(int family, int prefix, byte[] address) {
    NetlinkMessage m =
        begin(RTM_NEWADDR).u8(family).u8(prefix).u8(0x80).u8(SCOPE_HOST).u32(Interface.INDEX);
    m.attribute(1, address);
    if (family == Socket.AF_INET) {
      m.attribute(2, address).attribute(3, Interface.NAME);
    }
    m.attribute(8, 0x80);
    byte[] times = new byte[16];
    OptionData.put(times, 0, FOREVER);
    OptionData.put(times, 4, FOREVER);
    m.attribute(6, times);
    out.add(m.finish());
  }

  private void routes(boolean four, boolean six) {
    if (four) {
      local(new byte[] {127, 0, 0, 0}, 8, SCOPE_HOST, ROUTE_LOCAL);
      local(LOOPBACK_4, 32, SCOPE_HOST, ROUTE_LOCAL);
      local(new byte[] {127, -1, -1, -1}, 32, SCOPE_LINK, ROUTE_BROADCAST);
    }
    if (six) {
      out.add(
          route(Socket.AF_INET6, 128, TABLE_LOCAL, 0, ROUTE_LOCAL, 0)
              .attribute(15, TABLE_LOCAL)
              .attribute(1, LOOPBACK_6)
              .attribute(6, 0)
              .attribute(4, Interface.INDEX)
              .attribute(12, new byte[32])
              .attribute8(20, 0)
              .finish());
    }
  }

  private NetlinkMessage route(int family, int prefix, int table, int scope, int kind, int flags) {
    return begin(RTM_NEWROUTE)
        .u8(family)
        .u8(prefix)
        .u8(0)
        .u8(0)
        .u8(table)
        .u8(PROTOCOL_KERNEL)
        .u8(scope)
        .u8(kind)
        .u32(flags);
  }

  private void local(byte[] to, int prefix, int scope, int kind) {
    out.add(
        route(Socket.AF_INET, prefix, TABLE_LOCAL, scope, kind, 0)
            .attribute(15, TABLE_LOCAL)
            .attribute(1, to)
            .attribute(7, LOOPBACK_4)
            .attribute(4, Interface.INDEX)
            .finish());
  }

  /** Which way something would be sent. */
  private void oneRoute(int family) throws Errno {
    byte[] to = attribute(NetlinkMessage.HEADER + SHORT_BODY, 1);
    boolean four = family == Socket.AF_INET && to.length == 4 && (to[0] == 127 || to[0] == 0);
    boolean six = family == Socket.AF_INET6 && java.util.Arrays.equals(to, LOOPBACK_6);
    if (!four && !six) {
      throw Errno.ENETUNREACH;
    }
    out.add(
        route(family, four ? 32 : 128, four ? TABLE_MAIN : TABLE_LOCAL, 0, ROUTE_LOCAL, 0x8000_0200)
            .attribute(15, four ? TABLE_MAIN : TABLE_LOCAL)
            .attribute(1, to)
            .attribute(4, Interface.INDEX)
            .attribute(7, four ? LOOPBACK_4 : LOOPBACK_6)
            .finish());
  }

  private void rules(boolean four, boolean six) {
    if (four) {
      rule(Socket.AF_INET, TABLE_LOCAL, 0);
      rule(Socket.AF_INET, TABLE_MAIN, 32_766);
      rule(Socket.AF_INET, 253, 32_767);
    }
    if (six) {
      rule(Socket.AF_INET6, TABLE_LOCAL, 0);
      rule(Socket.AF_INET6, TABLE_MAIN, 32_766);
    }
  }

  private void rule(int family, int table, int priority) {
    NetlinkMessage m =
        begin(RTM_NEWRULE)
            .u8(family)
            .u8(0)
            .u8(0)
            .u8(0)
            .u8(table)
            .u8(0)
            .u8(0)
            .u8(1)
            .u32(0)
            .attribute(15, table)
            .attribute(14, -1)
            .attribute8(21, 2);
    if (priority != 0) {
      m.attribute(6, priority);
    }
    out.add(m.finish());
  }
}
