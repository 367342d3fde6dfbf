package exo.kernel.procfs;

import exo.kernel.net.Traffic;
import exo.kernel.net.Traffic.Datagrams;
import exo.kernel.net.Traffic.Packets;
import exo.kernel.net.inet.InetCensus;
import exo.kernel.net.stack.NetworkStack;
import java.util.Locale;

/**
 * The counts of {@code /proc/net}: what went over the loopback interface, and how many sockets
 * there are. Names that Linux has and that cannot but be zero here are left out of netstat and
 * snmp6, whose readers go by the names.
 */
final class NetworkText {
  private final NetworkStack net;

  NetworkText(NetworkStack net) {
    this.net = net;
  }

  void devices(StringBuilder out) {
    Packets four = net.traffic().packets(false);
    Packets six = net.traffic().packets(true);
    long bytes = four.bytes + six.bytes;
    long packets = four.count + six.count;
    out.append("Inter-|   Receive                                                |  Transmit\n");
    out.append(" face |bytes    packets errs drop fifo frame compressed multicast|");
    out.append("bytes    packets errs drop fifo colls carrier compressed\n");
    out.append(
        String.format(
            Locale.ROOT,
            "    lo: %7d %7d    0    0    0     0          0         0"
                + " %8d %7d    0    0    0     0       0          0\n",
            bytes,
            packets,
            bytes,
            packets));
  }

  void snmp(StringBuilder out) {
    Traffic t = net.traffic();
    long ip = t.packets(false).count;
    out.append("Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams");
    out.append(" InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes");
    out.append(" ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates\n");
    out.append("Ip: 2 64 ").append(ip).append(" 0 0 0 0 0 ").append(ip).append(' ').append(ip);
    out.append(" 0 0 0 0 0 0 0 0 0\n");
    icmp(out, t.unreachableFour);
    tcp(out, t);
    datagrams(out, "Udp", t.udp(false));
    datagrams(out, "UdpLite", t.lite(false));
  }

  private static void icmp(StringBuilder out, long unreachable) {
    String[] in = "InMsgs InErrors InCsumErrors InDestUnreachs".split(" ", -1);
    String[] kinds =
        ("TimeExcds ParmProbs SrcQuenchs Redirects Echos EchoReps Timestamps TimestampReps"
                + " AddrMasks AddrMaskReps")
            .split(" ", -1);
    StringBuilder names = new StringBuilder("Icmp: ").append(String.join(" ", in));
    StringBuilder values = new StringBuilder("Icmp: ").append(unreachable).append(" 0 0 ");
    values.append(unreachable);
    for (String kind : kinds) {
      names.append(" In").append(kind);
      values.append(" 0");
    }
    names.append(" OutMsgs OutErrors OutDestUnreachs");
    values.append(' ').append(unreachable).append(" 0 ").append(unreachable);
    for (String kind : kinds) {
      names.append(" Out").append(kind);
      values.append(" 0");
    }
    out.append(names).append('\n').append(values).append('\n');
    if (unreachable > 0) {
      out.append("IcmpMsg: InType3 OutType3\nIcmpMsg: ").append(unreachable).append(' ');
      out.append(unreachable).append('\n');
    }
  }

  private void tcp(StringBuilder out, Traffic t) {
    out.append("Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails");
    out.append(" EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\n");
    out.append("Tcp: 1 200 120000 -1 ").append(t.activeOpens).append(' ');
    out.append(t.passiveOpens).append(' ').append(t.failedAttempts).append(' ');
    out.append(t.resetConnections).append(' ').append(net.inet().census().established());
    out.append(' ').append(t.segments).append(' ').append(t.segments).append(" 0 0 ");
    out.append(t.resets).append(" 0\n");
  }

  private static void datagrams(StringBuilder out, String name, Datagrams d) {
    out.append(name).append(": InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors");
    out.append(" SndbufErrors InCsumErrors IgnoredMulti MemErrors\n").append(name).append(": ");
    out.append(d.received).append(' ').append(d.withoutPort).append(' ').append(d.withoutRoom);
    out.append(' ').append(d.sent).append(' ').append(d.withoutRoom).append(" 0 0 0 0\n");
  }

  void snmp6(StringBuilder out) {
    Traffic t = net.traffic();
    Packets p = t.packets(true);
    six(out, "Ip6InReceives", p.count);
    six(out, "Ip6InDelivers", p.count);
    six(out, "Ip6OutRequests", p.count);
    six(out, "Ip6InOctets", p.bytes);
    six(out, "Ip6OutOctets", p.bytes);
    six(out, "Icmp6InMsgs", t.unreachableSix);
    six(out, "Icmp6OutMsgs", t.unreachableSix);
    six(out, "Icmp6InDestUnreachs", t.unreachableSix);
    six(out, "Icmp6OutDestUnreachs", t.unreachableSix);
    six(out, "Udp6", t.udp(true));
    six(out, "UdpLite6", t.lite(true));
  }

  private static void six(StringBuilder out, String name, Datagrams d) {
    six(out, name + "InDatagrams", d.received);
    six(out, name + "NoPorts", d.withoutPort);
    six(out, name + "InErrors", d.withoutRoom);
    six(out, name + "OutDatagrams", d.sent);
    six(out, name + "RcvbufErrors", d.withoutRoom);
  }

  private static void six(StringBuilder out, String name, long value) {
    out.append(String.format(Locale.ROOT, "%-32s\t%d\n", name, value));
  }

  void netstat(StringBuilder out) {
    Traffic t = net.traffic();
    Packets four = t.packets(false);
    out.append("TcpExt: TCPPureAcks TCPOrigDataSent\nTcpExt: ").append(t.acknowledgements);
    out.append(' ').append(t.dataSegments).append('\n');
    out.append("IpExt: InOctets OutOctets InNoECTPkts\nIpExt: ").append(four.bytes).append(' ');
    out.append(four.bytes).append(' ').append(four.count).append('\n');
  }

  void sockets(StringBuilder out) {
    InetCensus c = net.inet().census();
    out.append("sockets: used ").append(net.socketCount()).append('\n');
    out.append("TCP: inuse ").append(c.tcpInUse(false)).append(" orphan ").append(c.orphans());
    out.append(" tw ").append(c.waiting()).append(" alloc ").append(c.tcp());
    out.append(" mem ").append(c.tcpPages()).append('\n');
    out.append("UDP: inuse ").append(c.udpInUse(false)).append(" mem ").append(c.udpPages());
    out.append("\nUDPLITE: inuse ").append(c.liteInUse(false));
    out.append("\nRAW: inuse 0\nFRAG: inuse 0 memory 0\n");
  }

  void sockets6(StringBuilder out) {
    InetCensus c = net.inet().census();
    out.append("TCP6: inuse ").append(c.tcpInUse(true));
    out.append("\nUDP6: inuse ").append(c.udpInUse(true));
    out.append("\nUDPLITE6: inuse ").append(c.liteInUse(true));
    out.append("\nRAW6: inuse 0\nFRAG6: inuse 0 memory 0\n");
  }
}
