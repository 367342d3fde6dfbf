package exo.kernel.net;

import static exo.kernel.net.NetFixture.loopback;
import static exo.kernel.net.NetFixture.port;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.Traffic.Datagrams;
import exo.kernel.net.inet.InetCensus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counts of {@code /proc/net}: the packets and bytes are those that Linux counted on lo. */
class TrafficTest {
  private final NetFixture net = new NetFixture();
  private final Traffic traffic = net.stack.traffic();

  @AfterEach
  void close() {
    net.close();
  }

  /** So many packets of so many bytes went over IPv4 since the last call. */
  private void assertCarried(long packets, long bytes) {
    Traffic.Packets p = traffic.packets(false);
    assertEquals(packets + " packets, " + bytes, p.count + " packets, " + p.bytes);
    p.count = 0;
    p.bytes = 0;
  }

  private SocketFile datagrams() throws Errno {
    SocketFile s = net.socket(Socket.AF_INET, Socket.SOCK_DGRAM);
    s.socket().bind(net.fs.who, loopback(0));
    return s;
  }

  private long send(SocketFile from, byte[] name, String text) throws Errno {
    Message m = net.message(0);
    m.name = name;
    return from.socket().send(net.fs.who, NetFixture.buffer(text), m);
  }

  @Test
  void connectionTakesAHandshake() throws Errno {
    SocketFile[] ends = net.connection();
    assertCarried(3, 172);
    assertEquals(1, traffic.activeOpens);
    assertEquals(1, traffic.passiveOpens);
    assertEquals(3, traffic.segments);
    assertEquals(2, net.stack.inet().census().established());
    ends[0].release();
    assertCarried(2, 104);
    ends[1].release();
    assertCarried(2, 104);
    assertEquals(0, traffic.resets);
    assertEquals(1, net.stack.inet().census().waiting());
    assertEquals(0, net.stack.inet().census().established());
  }

  @Test
  void dataIsAcknowledged() throws Errno {
    SocketFile[] ends = net.connection();
    assertCarried(3, 172);
    net.send(ends[0], "x".repeat(100));
    assertCarried(2, 204);
    assertEquals(1, traffic.dataSegments);
    net.send(ends[0], "x".repeat(100_000));
    // A segment is half of what the interface takes at once.
    assertCarried(5, 100_000 + 5 * 52);
    assertEquals(5, traffic.dataSegments);
    assertEquals(25, net.stack.inet().census().tcpPages());
    ends[0].release();
    ends[1].release();
  }

  @Test
  void refusedConnectionTakesAResetAndIsNoneThatWasUp() throws Errno {
    SocketFile s = net.socket(Socket.AF_INET, Socket.SOCK_STREAM);
    assertErrno(Errno.ECONNREFUSED, () -> s.socket().connect(net.fs.who, loopback(9), true));
    assertCarried(2, 100);
    assertEquals(1, traffic.activeOpens);
    assertEquals(0, traffic.passiveOpens);
    assertEquals(1, traffic.failedAttempts);
    assertEquals(1, traffic.resets);
    assertEquals(0, traffic.resetConnections);
    s.release();
  }

  @Test
  void resetEndsTheConnectionOnBothSides() throws Errno {
    SocketFile[] ends = net.connection();
    net.send(ends[1], "unread");
    assertCarried(5, 172 + 104 + 6);
    ends[0].release();
    assertCarried(1, 52);
    assertEquals(1, traffic.resets);
    assertEquals(2, traffic.resetConnections);
    ends[1].release();
    assertCarried(0, 0);
  }

  @Test
  void datagramIsReceivedWhenItIsTaken() throws Errno {
    SocketFile s = datagrams();
    send(s, loopback(port(s)), "abc");
    assertCarried(1, 31);
    Datagrams udp = traffic.udp(false);
    assertEquals(1, udp.sent);
    assertEquals(0, udp.received);
    assertEquals(1, net.stack.inet().census().udpPages());
    net.receive(s, 9);
    assertEquals(1, udp.received);
    assertEquals(0, net.stack.inet().census().udpPages());
    assertEquals(0, udp.withoutPort);
    assertEquals(0, traffic.udp(true).sent);
    s.release();
  }

  @Test
  void datagramForNobodyComesBackAsAnError() throws Errno {
    SocketFile s = datagrams();
    send(s, loopback(9), "abc");
    assertCarried(2, 90);
    assertEquals(1, traffic.udp(false).withoutPort);
    assertEquals(1, traffic.unreachableFour);
    assertEquals(0, traffic.unreachableSix);
    s.release();
  }

  @Test
  void datagramWithoutRoomIsDroppedAndShownAtItsSocket() throws Errno {
    SocketFile s = datagrams();
    byte[] self = loopback(port(s));
    String large = "x".repeat(60_000);
    while (traffic.udp(false).withoutRoom == 0) {
      send(s, self, large);
    }
    send(s, self, large);
    assertEquals(2, traffic.udp(false).withoutRoom);
    StringBuilder lines = new StringBuilder();
    net.stack.inet().describe(lines, Socket.AF_INET, exo.kernel.abi.Inet.IPPROTO_UDP);
    String line = lines.substring(lines.indexOf("\n") + 1);
    assertEquals(128, line.length());
    assertEquals(" 2", line.stripTrailing().substring(line.stripTrailing().length() - 2));
    s.release();
  }

  @Test
  void socketsAreCountedByWhatTheyAre() throws Errno {
    SocketFile fresh = net.socket(Socket.AF_INET, Socket.SOCK_STREAM);
    SocketFile six = net.socket(Socket.AF_INET6, Socket.SOCK_STREAM);
    SocketFile listener = net.listener(1);
    SocketFile unbound = net.socket(Socket.AF_INET, Socket.SOCK_DGRAM);
    SocketFile bound = datagrams();
    SocketFile[] pair = net.pair(Socket.SOCK_STREAM);
    InetCensus c = net.stack.inet().census();
    assertEquals(3, c.tcp());
    assertEquals(1, c.tcpInUse(false));
    assertEquals(0, c.tcpInUse(true));
    assertEquals(1, c.udpInUse(false));
    assertEquals(7, net.stack.socketCount());
    for (SocketFile s : new SocketFile[] {fresh, six, listener, unbound, bound, pair[0], pair[1]}) {
      s.release();
    }
    assertEquals(0, net.stack.socketCount());
  }

  @Test
  void halfThatIsLeftAfterTheLastDescriptorIsAnOrphan() throws Errno {
    SocketFile[] ends = net.connection();
    ends[0].release();
    assertEquals(1, net.stack.inet().census().orphans());
    ends[1].release();
    assertEquals(0, net.stack.inet().census().orphans());
  }
}
