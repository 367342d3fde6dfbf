package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketFile;
import exo.kernel.net.SocketOptions;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;

/**
 * Making, naming, connecting and ending sockets, and their options. Source: socket(2), bind(2),
 * connect(2), accept(2), getsockopt(2). Messages are in {@link MessageCalls}.
 */
final class SocketCalls {
  private static final int TYPE_MASK = 0xf;
  private static final int TYPE_FLAGS = Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK;

  /** Longest option value that is looked at. */
  private static final int LONGEST_OPTION = 1 << 12;

  private SocketCalls() {}

  /**
   * The socket of a descriptor.
   *
   * @throws Errno EBADF, ENOTSOCK
   */
  static SocketFile socketOf(Task task, long fd) throws Errno {
    OpenFile file = Transfer.file(task, fd);
    if (file instanceof SocketFile s) {
      return s;
    }
    throw Errno.ENOTSOCK;
  }

  private static boolean closesOnExec(int flags) {
    return (flags & Socket.SOCK_CLOEXEC) != 0;
  }

  private static int openFlags(int flags) {
    return (flags & Socket.SOCK_NONBLOCK) != 0 ? Fcntl.O_NONBLOCK : 0;
  }

  private static void checkFlags(int flags) throws Errno {
    if ((flags & ~TYPE_FLAGS) != 0) {
      throw Errno.EINVAL;
    }
  }

  /** Linux {@code socket(2)}. */
  static long socket(Task task, long domain, long type, long protocol) throws Errno {
    int flags = (int) type & ~TYPE_MASK;
    checkFlags(flags);
    exo.kernel.net.Socket made =
        task.kernel().network().create(task, (int) domain, (int) type & TYPE_MASK, (int) protocol);
    OpenFile file = task.kernel().network().open(made, task, openFlags(flags));
    return DescriptorCalls.add(task, file, closesOnExec(flags));
  }

  /** Linux {@code socketpair(2)}. */
  static long socketpair(Task task, long domain, long type, long protocol, long fds) throws Errno {
    int flags = (int) type & ~TYPE_MASK;
    checkFlags(flags);
    int kind = (int) type & TYPE_MASK;
    var network = task.kernel().network();
    DescriptorCalls.checkRoom(task);
    // Linux tells the numbers first, and then looks whether there are such sockets.
    int next = task.files().nextFree(0);
    task.memory().putInt(fds, next);
    task.memory().putInt(fds + Integer.BYTES, task.files().nextFree(next + 1));
    exo.kernel.net.Socket a = network.create(task, (int) domain, kind, (int) protocol);
    SocketFile first = network.open(a, task, openFlags(flags));
    SocketFile second;
    try {
      exo.kernel.net.Socket b = network.create(task, (int) domain, kind, (int) protocol);
      second = network.open(b, task, openFlags(flags));
    } catch (Errno e) {
      first.release();
      throw e;
    }
    try {
      a.pair(task, second.socket());
    } catch (Errno e) {
      first.release();
      second.release();
      throw e;
    }
    addBoth(task, first, second, closesOnExec(flags), fds);
    return 0;
  }

  private static void addBoth(
      Task task, SocketFile first, SocketFile second, boolean cloexec, long fds) throws Errno {
    int a;
    try {
      a = (int) DescriptorCalls.add(task, first, cloexec);
    } catch (Errno e) {
      second.release();
      throw e;
    }
    int b;
    try {
      b = (int) DescriptorCalls.add(task, second, cloexec);
    } catch (Errno e) {
      task.files().close(a);
      throw e;
    }
    try {
      task.memory().putInt(fds, a);
      task.memory().putInt(fds + Integer.BYTES, b);
    } catch (Errno e) {
      task.files().close(a);
      task.files().close(b);
      throw e;
    }
  }

  /**
   * An address as the guest wrote it.
   *
   * @throws Errno EINVAL for a length that no family has, EFAULT
   */
  static byte[] address(UserMemory m, long va, long length) throws Errno {
    int len = (int) length;
    if (len < 0 || len > SocketAddress.MAX_SIZE) {
      throw Errno.EINVAL;
    }
    return m.read(va, len);
  }

  /** Writes an address as far as there is room for it, and its true length. */
  static void putAddress(UserMemory m, SocketAddress address, long va, long lengthVa) throws Errno {
    int room = m.getInt(lengthVa);
    if (room < 0) {
      throw Errno.EINVAL;
    }
    byte[] bytes = new byte[SocketAddress.MAX_SIZE];
    int len = address.write(bytes);
    m.write(va, bytes, 0, Math.min(len, room));
    m.putInt(lengthVa, len);
  }

  /** Linux {@code bind(2)}. */
  static long bind(Task task, long fd, long address, long length) throws Errno {
    SocketFile file = socketOf(task, fd);
    file.socket().bind(task, address(task.memory(), address, length));
    return 0;
  }

  /** Linux {@code connect(2)}. */
  static long connect(Task task, long fd, long address, long length) throws Errno {
    Transfer.file(task, fd);
    byte[] name = address(task.memory(), address, length);
    SocketFile file = socketOf(task, fd);
    boolean waits = !file.isNonBlocking();
    exo.kernel.net.Socket socket = file.socket();
    long answer = socket.connect(task, name, waits);
    if (answer != Transfer.EAGAIN || !waits) {
      return answer;
    }
    answer = Transfer.await(task, socket.connectQueue(), file.writeTimeoutNanos());
    boolean internet = socket.domain() != Socket.AF_UNIX;
    return answer == Transfer.EAGAIN && internet ? Errno.EINPROGRESS.negated() : answer;
  }

  /** Linux {@code listen(2)}. */
  static long listen(Task task, long fd, long backlog) throws Errno {
    int most = 4096;
    int n = (int) backlog;
    socketOf(task, fd).socket().listen(task, n < 0 || n > most ? most : n);
    return 0;
  }

  /** Linux {@code accept(2)}. */
  static long accept(Task task, long fd, long address, long length) throws Errno {
    return accept4(task, fd, address, length, 0);
  }

  /** Linux {@code accept4(2)}. */
  static long accept4(Task task, long fd, long address, long length, long flags) throws Errno {
    int f = (int) flags;
    Transfer.file(task, fd);
    checkFlags(f);
    DescriptorCalls.checkRoom(task);
    SocketFile file = socketOf(task, fd);
    exo.kernel.net.Socket made;
    try {
      made = file.socket().accept();
    } catch (Errno e) {
      if (e != Errno.EAGAIN || file.isNonBlocking()) {
        throw e;
      }
      return Transfer.await(task, file.readable(), file.readTimeoutNanos());
    }
    SocketFile accepted = task.kernel().network().open(made, task, openFlags(f));
    if (address != 0) {
      try {
        putAddress(task.memory(), nameOfPeer(made), address, length);
      } catch (Errno e) {
        accepted.release();
        throw e;
      }
    }
    return DescriptorCalls.add(task, accepted, closesOnExec(f));
  }

  private static SocketAddress nameOfPeer(exo.kernel.net.Socket made) throws Errno {
    try {
      return made.peerName();
    } catch (Errno gone) {
      throw Errno.ECONNABORTED;
    }
  }

  /** Linux {@code getsockname(2)}. */
  static long getsockname(Task task, long fd, long address, long length) throws Errno {
    SocketAddress name = socketOf(task, fd).socket().name();
    putAddress(task.memory(), name, address, length);
    return 0;
  }

  /** Linux {@code getpeername(2)}. */
  static long getpeername(Task task, long fd, long address, long length) throws Errno {
    SocketAddress name = socketOf(task, fd).socket().peerName();
    putAddress(task.memory(), name, address, length);
    return 0;
  }

  /** Linux {@code shutdown(2)}. */
  static long shutdown(Task task, long fd, long how) throws Errno {
    socketOf(task, fd).socket().shutdown((int) how);
    return 0;
  }

  /** Linux {@code setsockopt(2)}. */
  static long setsockopt(Task task, long fd, long level, long name, long value, long length)
      throws Errno {
    exo.kernel.net.Socket socket = socketOf(task, fd).socket();
    int len = (int) length;
    if (len < 0) {
      throw Errno.EINVAL;
    }
    boolean general = (int) level == Socket.SOL_SOCKET;
    if (!general) {
      socket.requireLevel((int) level, true);
    }
    boolean number = general || (int) level == socket.protocol();
    if (number && len < Integer.BYTES && !isText(general, (int) name)) {
      throw Errno.EINVAL;
    }
    byte[] bytes = task.memory().read(value, Math.min(len, LONGEST_OPTION));
    if (general) {
      SocketOptions.set(socket, task, (int) name, bytes);
    } else {
      socket.setOption(task, (int) level, (int) name, bytes);
    }
    return 0;
  }

  /** Options that may be shorter than a number. */
  private static boolean isText(boolean general, int name) {
    return general
        ? name == Socket.SO_BINDTODEVICE
        : name == Inet.TCP_CONGESTION || name == Inet.TCP_ULP || name == Inet.TCP_FASTOPEN_KEY;
  }

  /** Linux {@code getsockopt(2)}. */
  static long getsockopt(Task task, long fd, long level, long name, long value, long length)
      throws Errno {
    exo.kernel.net.Socket socket = socketOf(task, fd).socket();
    UserMemory m = task.memory();
    boolean general = (int) level == Socket.SOL_SOCKET;
    if (!general) {
      socket.requireLevel((int) level, false);
    }
    int room = m.getInt(length);
    if (room < 0) {
      throw Errno.EINVAL;
    }
    byte[] bytes =
        general
            ? SocketOptions.get(socket, (int) name, room)
            : socket.option((int) level, (int) name, room);
    int len = Math.min(room, bytes.length);
    m.write(value, bytes, 0, len);
    m.putInt(length, len);
    return 0;
  }
}
