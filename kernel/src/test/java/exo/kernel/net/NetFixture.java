package exo.kernel.net;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.stack.NetworkStack;
import exo.kernel.time.TimerQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A machine's sockets and one process, and what tests of sockets say often. */
final class NetFixture implements AutoCloseable {
  int urgentSignals;
  final VfsFixture fs = new VfsFixture();
  final TimerQueue timers = new TimerQueue();
  final NetworkStack stack =
      new NetworkStack(fs.vfs, timers, new SplittableRandom(1), owner -> urgentSignals++);

  SocketFile socket(int domain, int type) throws Errno {
    return stack.open(stack.create(fs.who, domain, type, 0), fs.who, 0);
  }

  SocketFile[] pair(int type) throws Errno {
    SocketFile a = socket(Socket.AF_UNIX, type);
    SocketFile b = socket(Socket.AF_UNIX, type);
    a.socket().pair(fs.who, b.socket());
    return new SocketFile[] {a, b};
  }

  /** 127.0.0.1 with a port, as a guest writes it. */
  static byte[] loopback(int port) {
    byte[] name = new byte[16];
    name[0] = Socket.AF_INET;
    name[2] = (byte) (port >> 8);
    name[3] = (byte) port;
    name[4] = 127;
    name[7] = 1;
    return name;
  }

  static int port(SocketFile file) throws Errno {
    byte[] name = new byte[SocketAddress.MAX_SIZE];
    file.socket().name().write(name);
    return (name[2] & 0xff) << 8 | name[3] & 0xff;
  }

  SocketFile listener(int backlog) throws Errno {
    SocketFile l = socket(Socket.AF_INET, Socket.SOCK_STREAM);
    l.socket().bind(fs.who, loopback(0));
    l.socket().listen(fs.who, backlog);
    return l;
  }

  /** Two ends of a TCP connection. */
  SocketFile[] connection() throws Errno {
    SocketFile l = listener(1);
    SocketFile a = socket(Socket.AF_INET, Socket.SOCK_STREAM);
    a.socket().connect(fs.who, loopback(port(l)), true);
    SocketFile b = stack.open(l.socket().accept(), fs.who, 0);
    l.release();
    return new SocketFile[] {a, b};
  }

  Message message(int flags, OpenFile... files) {
    Message m = stack.message().begin(flags, false);
    m.files = files;
    return m;
  }

  long send(SocketFile to, String text, OpenFile... files) throws Errno {
    Message m = message(0, files);
    try {
      return to.socket().send(fs.who, buffer(text), m);
    } finally {
      m.dropFiles();
    }
  }

  static IoBuffer buffer(String text) {
    return IoBuffer.kernel(MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** What comes without waiting. */
  String receive(SocketFile from, int max) throws Errno {
    byte[] bytes = new byte[max];
    Message m = message(0);
    long n = from.socket().receive(IoBuffer.kernel(MemorySegment.ofArray(bytes)), m);
    m.dropFiles();
    Errno.check(n);
    return new String(Arrays.copyOf(bytes, (int) n), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    fs.close();
  }
}
