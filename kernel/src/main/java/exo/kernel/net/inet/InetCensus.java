package exo.kernel.net.inet;

import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import java.util.Collection;

/**
 * How many AF_INET and AF_INET6 sockets there are, and of what kinds: {@code /proc/net/sockstat}.
 */
public final class InetCensus {
  private static final int PAGE = 4096;

  private final int[] tcpInUse = new int[2];
  private final int[] udpInUse = new int[2];
  private final int[] liteInUse = new int[2];
  private int tcp;
  private int established;
  private int orphans;
  private int waiting;
  private long tcpBytes;
  private long udpBytes;

  InetCensus(Collection<InetSocket> sockets, Ports tcpPorts) {
    for (InetSocket s : sockets) {
      if (s.protocol() == Inet.IPPROTO_TCP) {
        stream(s);
      } else {
        int[] inUse = s.protocol() == Inet.IPPROTO_UDP ? udpInUse : liteInUse;
        inUse[index(s)] += s.use() != null ? 1 : 0;
        udpBytes += s.receiveQueue();
      }
    }
    for (PortUse u : tcpPorts.waiting()) {
      waiting += u.endNanos != 0 ? 1 : 0;
    }
  }

  private static int index(InetSocket s) {
    return s.domain() == Socket.AF_INET ? 0 : 1;
  }

  private void stream(InetSocket s) {
    tcp++;
    int state = s.stateNumber();
    tcpInUse[index(s)] += state != Inet.TCP_CLOSE ? 1 : 0;
    established += state == Inet.TCP_ESTABLISHED || state == Inet.TCP_CLOSE_WAIT ? 1 : 0;
    boolean ends = state == Inet.TCP_FIN_WAIT2 || state == Inet.TCP_LAST_ACK;
    orphans += ends && s.file() == null ? 1 : 0;
    tcpBytes += state == Inet.TCP_LISTEN ? 0 : s.receiveQueue();
  }

  /** TCP sockets of a family that listen, are connected or about to be. */
  public int tcpInUse(boolean six) {
    return tcpInUse[six ? 1 : 0];
  }

  /** UDP sockets of a family with a port. */
  public int udpInUse(boolean six) {
    return udpInUse[six ? 1 : 0];
  }

  /** UDP-Lite sockets of a family with a port. */
  public int liteInUse(boolean six) {
    return liteInUse[six ? 1 : 0];
  }

  /** All TCP sockets. */
  public int tcp() {
    return tcp;
  }

  /** Connected TCP sockets. */
  public int established() {
    return established;
  }

  /** TCP sockets that end after their last descriptor was closed. */
  public int orphans() {
    return orphans;
  }

  /** Connections in TIME_WAIT. */
  public int waiting() {
    return waiting;
  }

  /** Pages that hold what was received over TCP. */
  public long tcpPages() {
    return (tcpBytes + PAGE - 1) / PAGE;
  }

  /** Pages that hold what was received over UDP. */
  public long udpPages() {
    return (udpBytes + PAGE - 1) / PAGE;
  }
}
