package exo.kernel.procfs;

import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import exo.kernel.net.inet.InetFamily;
import exo.kernel.net.stack.NetworkStack;

/**
 * {@code /proc/net}, which is one for all processes, and {@code /proc/sys/net}. Source: proc(5),
 * socket(7), ip(7), tcp(7).
 */
final class NetworkFiles {
  private static final int LOOPBACK_PREFIX_FLAGS = 0x80;

  private NetworkFiles() {}

  static StaticDirectory directory(ProcSuperblock proc, long number) {
    NetworkStack net = proc.kernel.network();
    InetFamily inet = net.inet();
    NetworkText text = new NetworkText(net);
    return new StaticDirectory(proc, number)
        .file("arp", out -> out.append(ARP))
        .file("dev", text::devices)
        .file("dev_mcast", out -> {})
        .file("if_inet6", NetworkFiles::addresses)
        .file(
            "igmp",
            out -> out.append("Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"))
        .file("netlink", out -> out.append(NETLINK))
        .file("packet", out -> out.append(PACKET))
        .file("ptype", out -> out.append("Type Device      Function\n"))
        .file("raw", out -> out.append(RAW))
        .file("raw6", out -> out.append(RAW))
        .file("route", out -> out.append("%-127s\n".formatted(ROUTE)))
        .file("ipv6_route", NetworkFiles::routes)
        .file("netstat", text::netstat)
        .file("snmp", text::snmp)
        .file("snmp6", text::snmp6)
        .file("sockstat", text::sockets)
        .file("sockstat6", text::sockets6)
        .file("tcp", out -> inet.describe(out, Socket.AF_INET, Inet.IPPROTO_TCP))
        .file("tcp6", out -> inet.describe(out, Socket.AF_INET6, Inet.IPPROTO_TCP))
        .file("udp", out -> inet.describe(out, Socket.AF_INET, Inet.IPPROTO_UDP))
        .file("udp6", out -> inet.describe(out, Socket.AF_INET6, Inet.IPPROTO_UDP))
        .file("udplite", out -> inet.describe(out, Socket.AF_INET, Inet.IPPROTO_UDPLITE))
        .file("udplite6", out -> inet.describe(out, Socket.AF_INET6, Inet.IPPROTO_UDPLITE))
        .file("unix", net.unix()::describe);
  }

  private static final String ARP =
      "IP address       HW type     Flags       HW address            Mask     Device\n";
  private static final String NETLINK =
      "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n";
  private static final String PACKET = "sk       RefCnt Type Proto  Iface R Rmem   User   Inode\n";
  private static final String RAW =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops\n";
  private static final String ROUTE =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

  private static void addresses(StringBuilder out) {
    out.append("00000000000000000000000000000001 01 80 10 ");
    out.append(Integer.toHexString(LOOPBACK_PREFIX_FLAGS)).append("       lo\n");
  }

  private static void routes(StringBuilder out) {
    String zero = "0".repeat(32);
    String one = "0".repeat(31) + "1";
    String unreachable =
        zero + " 00 " + zero + " 00 " + zero + " ffffffff 00000001 00000000 00200200       lo\n";
    out.append(unreachable);
    out.append(one).append(" 80 ").append(zero).append(" 00 ").append(zero);
    out.append(" 00000000 00000002 00000000 80200001       lo\n");
    out.append(unreachable);
  }

  /** {@code /proc/sys/net}. */
  static void settings(StaticDirectory net) {
    net.directory("core")
        .line("somaxconn", "4096")
        .line("rmem_default", "212992")
        .line("rmem_max", "212992")
        .line("wmem_default", "212992")
        .line("wmem_max", "212992")
        .line("optmem_max", "131072")
        .line("netdev_max_backlog", "1000");
    net.directory("ipv4")
        .line("ip_local_port_range", "32768\t60999")
        .line("ip_local_reserved_ports", "")
        .line("ip_unprivileged_port_start", "1024")
        .line("ip_nonlocal_bind", "0")
        .line("ip_forward", "0")
        .line("ip_default_ttl", "64")
        .line("ping_group_range", "1\t0")
        .line("tcp_available_congestion_control", "reno cubic")
        .line("tcp_allowed_congestion_control", "reno cubic")
        .line("tcp_congestion_control", "cubic")
        .line("tcp_fastopen", "0")
        .line("tcp_fin_timeout", "60")
        .line("tcp_keepalive_intvl", "75")
        .line("tcp_keepalive_probes", "9")
        .line("tcp_keepalive_time", "7200")
        .line("tcp_max_syn_backlog", "4096")
        .line("tcp_max_tw_buckets", "16384")
        .line("tcp_rmem", "4096\t131072\t6291456")
        .line("tcp_wmem", "4096\t16384\t4194304")
        .line("tcp_sack", "1")
        .line("tcp_syncookies", "1")
        .line("tcp_syn_retries", "6")
        .line("tcp_timestamps", "1")
        .line("tcp_tw_reuse", "2")
        .line("tcp_window_scaling", "1");
    StaticDirectory six = net.directory("ipv6").line("bindv6only", "0");
    StaticDirectory conf = six.directory("conf");
    for (String name : new String[] {"all", "default", "lo"}) {
      conf.directory(name).line("disable_ipv6", "0").line("forwarding", "0");
    }
    net.directory("unix").line("max_dgram_qlen", "10");
  }
}
