package exo.kernel.net;

import static exo.kernel.net.NetFixture.loopback;
import static exo.kernel.net.NetFixture.port;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpSocketTest {
  private static final long SECOND = 1_000_000_000L;

  private final NetFixture net = new NetFixture();
  private final long framesBefore = net.fs.frames.statistics().used();

  @AfterEach
  void noMemoryIsLeft() {
    assertEquals(framesBefore, net.fs.frames.statistics().used());
    net.close();
  }

  private SocketFile stream() throws Errno {
    return net.socket(Socket.AF_INET, Socket.SOCK_STREAM);
  }

  @Test
  void closedWithUnreadDataResetsThePeer() throws Errno {
    SocketFile[] ends = net.connection();
    net.send(ends[1], "unread");
    ends[0].release();
    assertErrno(Errno.ECONNRESET, () -> net.receive(ends[1], 9));
    assertEquals("", net.receive(ends[1], 9));
    ends[1].release();
  }

  @Test
  void whoWaitsForRoomInTheBacklogIsConnectedByAccept() throws Errno {
    SocketFile listener = net.listener(0);
    byte[] there = loopback(port(listener));
    SocketFile first = stream();
    SocketFile second = stream();
    assertEquals(0, first.socket().connect(net.fs.who, there, true));
    assertEquals(Errno.EINPROGRESS.negated(), second.socket().connect(net.fs.who, there, false));
    assertEquals(0, second.poll() & Poll.EPOLLOUT);
    SocketFile accepted = net.stack.open(listener.socket().accept(), net.fs.who, 0);
    assertNotEquals(0, second.poll() & Poll.EPOLLOUT);
    assertEquals(0, second.socket().connect(net.fs.who, there, false));
    listener.release();
    assertErrno(Errno.ECONNRESET, () -> net.receive(second, 1));
    first.release();
    second.release();
    accepted.release();
  }

  @Test
  void whoWaitsWhenTheListenerClosesIsRefused() throws Errno {
    SocketFile listener = net.listener(0);
    byte[] there = loopback(port(listener));
    SocketFile first = stream();
    SocketFile second = stream();
    first.socket().connect(net.fs.who, there, true);
    assertEquals(Errno.EAGAIN.negated(), second.socket().connect(net.fs.who, there, true));
    listener.release();
    assertEquals(Errno.ECONNREFUSED.negated(), second.socket().connect(net.fs.who, there, true));
    first.release();
    second.release();
  }

  @Test
  void portIsFreeAMinuteAfterTheEnd() throws Errno {
    SocketFile listener = net.listener(1);
    int port = port(listener);
    SocketFile client = stream();
    client.socket().connect(net.fs.who, loopback(port), true);
    SocketFile server = net.stack.open(listener.socket().accept(), net.fs.who, 0);
    listener.release();
    server.release();
    client.release();
    SocketFile next = stream();
    assertErrno(Errno.EADDRINUSE, () -> next.socket().bind(net.fs.who, loopback(port)));
    net.fs.clock.advance(61 * SECOND);
    next.socket().bind(net.fs.who, loopback(port));
    next.release();
  }

  @Test
  void manyShortConnectionsFindPorts() throws Errno {
    SocketFile listener = net.listener(1);
    byte[] there = loopback(port(listener));
    for (int i = 0; i < 40_000; i++) {
      SocketFile client = stream();
      client.socket().connect(net.fs.who, there, true);
      SocketFile server = net.stack.open(listener.socket().accept(), net.fs.who, 0);
      client.release();
      server.release();
      net.fs.clock.advance(SECOND / 1000);
    }
    listener.release();
  }

  @Test
  void urgentDataSignalsTheOwner() throws Errno {
    SocketFile[] ends = net.connection();
    Message m = net.message(Socket.MSG_OOB);
    ends[0].socket().send(net.fs.who, NetFixture.buffer("!"), m);
    assertEquals(1, net.urgentSignals);
    assertNotEquals(0, ends[1].poll() & Poll.EPOLLPRI);
    ends[0].release();
    ends[1].release();
  }

  @Test
  void elsewhereIsUnreachable() throws Errno {
    byte[] far = loopback(80);
    far[4] = 10;
    SocketFile s = stream();
    assertErrno(Errno.ENETUNREACH, () -> s.socket().connect(net.fs.who, far, true));
    assertErrno(Errno.EADDRNOTAVAIL, () -> s.socket().bind(net.fs.who, far));
    s.release();
  }
}
