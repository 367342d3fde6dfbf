package exo.kernel.net;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Socket;
import exo.kernel.fs.pipefs.Pipefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnixSocketTest {
  private final NetFixture net = new NetFixture();
  private final Pipefs pipes = new Pipefs(net.fs.vfs);

  @AfterEach
  void nothingIsLeft() {
    assertEquals(0, net.stack.unix().sockets().size());
    assertEquals(0, pipes.count());
    net.close();
  }

  @Test
  void bytesGoAcross() throws Errno {
    SocketFile[] ends = net.pair(Socket.SOCK_STREAM);
    assertEquals(5, net.send(ends[0], "hello"));
    assertEquals("hel", net.receive(ends[1], 3));
    assertEquals("lo", net.receive(ends[1], 9));
    ends[0].release();
    assertEquals("", net.receive(ends[1], 9));
    ends[1].release();
  }

  @Test
  void messagesKeepTheirBorders() throws Errno {
    SocketFile[] ends = net.pair(Socket.SOCK_SEQPACKET);
    net.send(ends[0], "one");
    net.send(ends[0], "two");
    assertEquals("one", net.receive(ends[1], 9));
    assertEquals("t", net.receive(ends[1], 1));
    assertErrno(Errno.EAGAIN, () -> net.receive(ends[1], 9));
    ends[0].release();
    ends[1].release();
  }

  @Test
  void fullReceiverMakesTheSenderWait() throws Errno {
    SocketFile[] ends = net.pair(Socket.SOCK_STREAM);
    String block = "x".repeat(50_000);
    while (net.send(ends[0], block) == block.length()) {
      // until it does not fit
    }
    assertEquals(Errno.EAGAIN.negated(), net.send(ends[0], "y"));
    assertEquals(0, ends[0].poll() & Poll.EPOLLOUT);
    while (ends[1].socket().poll() != 0 && (ends[0].poll() & Poll.EPOLLOUT) == 0) {
      net.receive(ends[1], 50_000);
    }
    assertTrue((ends[0].poll() & Poll.EPOLLOUT) != 0);
    ends[0].release();
    ends[1].release();
  }

  @Test
  void unreadFilesGoWithTheSocket() throws Errno {
    SocketFile[] ends = net.pair(Socket.SOCK_DGRAM);
    Pipefs.Ends pipe = pipes.create(net.fs.who, Fcntl.O_NONBLOCK);
    net.send(ends[0], "x", pipe.writer().retain());
    pipe.writer().release();
    assertEquals(1, pipe.writer().references());
    ends[0].release();
    ends[1].release();
    assertEquals(0, pipe.writer().references());
    pipe.reader().release();
  }

  @Test
  void socketsInEachOthersQueuesAreCollected() throws Errno {
    SocketFile[] ends = net.pair(Socket.SOCK_STREAM);
    net.send(ends[0], "x", ends[0].retain());
    net.send(ends[1], "x", ends[1].retain());
    close(ends[0]);
    close(ends[1]);
    assertEquals(0, ends[0].references());
    assertEquals(0, ends[1].references());
  }

  @Test
  void ringsOfSocketsAreCollectedOnceNobodyHoldsThem() throws Errno {
    SocketFile[] a = net.pair(Socket.SOCK_STREAM);
    SocketFile[] b = net.pair(Socket.SOCK_STREAM);
    net.send(a[0], "x", b[1].retain());
    net.send(b[0], "x", a[1].retain());
    close(a[1]);
    assertEquals(1, a[1].references());
    close(b[1]);
    assertEquals(0, a[1].references());
    assertEquals(0, b[1].references());
    close(a[0]);
    close(b[0]);
  }

  @Test
  void ringsThatSomebodyCanReadStay() throws Errno {
    SocketFile[] a = net.pair(Socket.SOCK_STREAM);
    SocketFile[] b = net.pair(Socket.SOCK_STREAM);
    net.send(a[0], "x", b[1].retain());
    net.send(b[0], "y", a[1].retain());
    close(b[1]);
    assertEquals("x", net.receive(a[1], 9));
    close(a[0]);
    close(b[0]);
    close(a[1]);
  }

  /** As close(2) does. */
  private static void close(SocketFile file) {
    file.flush();
    file.release();
  }

  @Test
  void deepNestsOfSocketsEnd() throws Errno {
    SocketFile[] outer = net.pair(Socket.SOCK_STREAM);
    SocketFile top = outer[1];
    outer[0].release();
    for (int i = 0; i < 5_000; i++) {
      SocketFile[] next = net.pair(Socket.SOCK_STREAM);
      net.send(next[0], "x", top);
      next[0].release();
      top = next[1];
    }
    top.release();
    assertEquals(0, top.references());
  }

  @Test
  void nameThatIsTakenIsEADDRINUSE() throws Errno {
    byte[] name = {1, 0, 0, 'n'};
    SocketFile a = net.socket(Socket.AF_UNIX, Socket.SOCK_STREAM);
    SocketFile b = net.socket(Socket.AF_UNIX, Socket.SOCK_STREAM);
    a.socket().bind(net.fs.who, name);
    assertErrno(Errno.EADDRINUSE, () -> b.socket().bind(net.fs.who, name));
    a.release();
    b.socket().bind(net.fs.who, name);
    b.release();
  }
}
