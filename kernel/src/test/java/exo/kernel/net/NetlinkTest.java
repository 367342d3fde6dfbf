package exo.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What netlink answers about counts and about sockets. */
class NetlinkTest {
  private static final int RTM_GETLINK = 18;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int TCPDIAG_GETSOCK = 18;
  private static final int DUMP = 0x301;
  private static final int IFLA_STATS = 7;
  private static final int IFLA_STATS64 = 23;

  private final NetFixture net = new NetFixture();

  @AfterEach
  void close() {
    net.close();
  }

  /** The answer to a request with a body of zeros. */
  private ByteBuffer ask(int protocol, int type) throws Errno {
    exo.kernel.net.Socket socket =
        net.stack.create(net.fs.who, Socket.AF_NETLINK, Socket.SOCK_RAW, protocol);
    SocketFile file = net.stack.open(socket, net.fs.who, 0);
    ByteBuffer request = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    request.putInt(32).putShort((short) type).putShort((short) DUMP).putInt(1);
    net.send(file, new String(request.array(), StandardCharsets.ISO_8859_1));
    byte[] answer = net.receive(file, 8192).getBytes(StandardCharsets.ISO_8859_1);
    file.release();
    return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer attribute(ByteBuffer message, int wanted) {
    int at = 32;
    while (at < message.getInt(0)) {
      int length = message.getShort(at);
      if (message.getShort(at + 2) == wanted) {
        return message.slice(at + 4, length - 4).order(ByteOrder.LITTLE_ENDIAN);
      }
      at += length + 3 & ~3;
    }
    throw new AssertionError(HexFormat.of().formatHex(message.array()));
  }

  @Test
  void loopbackTellsWhatItCarried() throws Errno {
    SocketFile[] ends = net.connection();
    ends[0].release();
    ends[1].release();
    Traffic.Packets carried = net.stack.traffic().packets(false);
    assertTrue(carried.count > 0);
    ByteBuffer link = ask(Socket.NETLINK_ROUTE, RTM_GETLINK);
    ByteBuffer wide = attribute(link, IFLA_STATS64);
    ByteBuffer narrow = attribute(link, IFLA_STATS);
    long[] expected = {carried.count, carried.count, carried.bytes, carried.bytes};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], wide.getLong(8 * i));
      assertEquals(expected[i], narrow.getInt(4 * i));
    }
  }

  @Test
  void whoAsksAboutSocketsIsSentElsewhereAsByAKernelWithoutTheModules() throws Errno {
    ByteBuffer answer = ask(Socket.NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY);
    assertEquals(2, answer.getShort(4));
    assertEquals(-Errno.ENOENT.number(), answer.getInt(16));
    answer = ask(Socket.NETLINK_SOCK_DIAG, TCPDIAG_GETSOCK);
    assertEquals(-Errno.EOPNOTSUPP.number(), answer.getInt(16));
  }
}
