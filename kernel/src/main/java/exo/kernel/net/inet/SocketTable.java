package exo.kernel.net.inet;

import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import exo.kernel.net.SocketFile;

/**
 * The text of {@code /proc/net/tcp}, tcp6, udp or udp6, a line a socket. IPv4's lines are filled up
 * with spaces to one length. Source: proc(5), and what Linux shows.
 */
final class SocketTable {
  private static final int TCP_WIDTH = 149;
  private static final int UDP_WIDTH = 127;
  private static final long TICK_NANOS = 10_000_000;

  /** The timer that ends TIME_WAIT. */
  private static final int WAITING_TIMER = 3;

  private static final int WAITING_REFERENCES = 3;

  private final StringBuilder out;
  private final int domain;
  private final int protocol;
  private final boolean stream;
  private int lines;

  /** Writes the heading. */
  SocketTable(StringBuilder out, int domain, int protocol) {
    this.out = out;
    this.domain = domain;
    this.protocol = protocol;
    stream = protocol == Inet.IPPROTO_TCP;
    boolean six = domain == Socket.AF_INET6;
    int start = out.length();
    out.append(stream || six ? "  sl  " : "   sl  ");
    out.append(
        six
            ? "local_address                         remote_address                        "
            : "local_address rem_address   ");
    out.append("st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode");
    end(start, stream ? "" : " ref pointer drops");
  }

  /** A socket's line, if it is one of this table that has a port or a peer. */
  void add(InetSocket s) {
    if (s.domain() != domain
        || s.protocol() != protocol
        || (s.use() == null && s.remote() == null)) {
      return;
    }
    Endpoint remote = s.remote();
    SocketFile file = s.file();
    int state = s.stateNumber();
    int start = out.length();
    addresses(s.local(), remote == null ? Endpoint.any(domain, 0) : remote, state);
    out.append(
        "%08X:%08X 00:00000000 00000000 %5d        0 %d %d %016x"
            .formatted(
                s.sendQueue(),
                s.receiveQueue(),
                s.uid(),
                file == null ? 0 : file.inode().number(),
                stream ? 1 : 2,
                0));
    end(start, stream ? timing(state) : " " + s.drops());
  }

  /** The line of a connection that is over, if it was one of this table's family. */
  void addWaiting(PortUse use, long nowNanos) {
    Endpoint remote = use.remote;
    if (use.local.family() != domain || use.endNanos == 0 || remote == null) {
      return;
    }
    int start = out.length();
    addresses(use.local, remote, Inet.TCP_TIME_WAIT);
    out.append(
        "00000000:00000000 %02X:%08X 00000000     0        0 0 %d %016x"
            .formatted(
                WAITING_TIMER,
                Math.max(0, use.endNanos - nowNanos) / TICK_NANOS,
                WAITING_REFERENCES,
                0));
    end(start, "");
  }

  private void addresses(Endpoint local, Endpoint remote, int state) {
    out.append(
        (stream ? "%4d: %s %s %02X " : "%5d: %s %s %02X ")
            .formatted(lines++, local.shown(), remote.shown(), state));
  }

  /**
   * Time-out of retransmission in ticks, time of the delayed acknowledgment, how quick it is, the
   * congestion window, and where slow start ends: -1 for never yet. Nothing is lost on loopback, so
   * a connection stays as it began: with the shortest time-out and in its first slow start.
   */
  private static String timing(int state) {
    return state == Inet.TCP_LISTEN ? " 100 0 0 10 0" : " 20 0 0 10 -1";
  }

  private void end(int start, String last) {
    out.append(last);
    if (domain == Socket.AF_INET) {
      int missing = start + (stream ? TCP_WIDTH : UDP_WIDTH) - out.length();
      out.repeat(' ', Math.max(0, missing));
    }
    out.append('\n');
  }
}
