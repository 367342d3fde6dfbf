package exo.kernel.net;

import static exo.kernel.abi.Socket.SHUT_RDWR;

import exo.kernel.abi.Errno;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, or what may become one: protocol state without a descriptor. Families
 * extend it. Operations answer a count or -errno, or throw; those that would wait answer -EAGAIN.
 * Owned by the kernel lock.
 */
public abstract class Socket {
  /** Bits of {@link #shut}: SHUT_RD and SHUT_WR plus one, as Linux keeps them. */
  public static final int RECEIVE = 1;

  public static final int SEND = 2;

  protected final NetContext net;
  private final int domain;
  private final int type;
  private final int protocol;
  private final long cookie;
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private final SocketOptions options;
  private int error;
  private int shut;
  private @Nullable SocketFile file;

  protected Socket(NetContext net, int domain, int type, int protocol, SocketOptions options) {
    this.net = net;
    this.domain = domain;
    this.type = type;
    this.protocol = protocol;
    this.options = options;
    cookie = net.nextCookie();
  }

  public final int domain() {
    return domain;
  }

  public final int type() {
    return type;
  }

  public final int protocol() {
    return protocol;
  }

  final long cookie() {
    return cookie;
  }

  public final SocketOptions options() {
    return options;
  }

  /** The open file that it is behind; null before accept(2) and after the last close. */
  public final @Nullable SocketFile file() {
    return file;
  }

  final void file(@Nullable SocketFile newFile) {
    file = newFile;
  }

  /** Woken when more can be received or accepted, and by errors and ends. */
  public final WaitQueue readable() {
    return readable;
  }

  /** Woken when more can be sent, when a connection is made, and by errors and ends. */
  public final WaitQueue writable() {
    return writable;
  }

  /** Wakes all who wait for anything: the state has changed. */
  public final void wakeAll() {
    readable.wakeAll();
    writable.wakeAll();
  }

  // The error to come, and what was shut down.

  /** Positive errno of an error that came by itself and was not yet reported; 0 for none. */
  public final int error() {
    return error;
  }

  public final void error(int newError) {
    error = newError;
  }

  /** Reports the error to come: answers -errno or 0, and it is gone. */
  public final long takeError() {
    int e = error;
    error = 0;
    return -e;
  }

  /** {@link #RECEIVE}, {@link #SEND}, both or 0. */
  public final int shut() {
    return shut;
  }

  public final void addShut(int bits) {
    shut |= bits;
  }

  public final void clearShut() {
    shut = 0;
  }

  public final boolean receiveShut() {
    return (shut & RECEIVE) != 0;
  }

  public final boolean sendShut() {
    return (shut & SEND) != 0;
  }

  /** SHUT_* of shutdown(2) as bits. */
  protected static int shutBits(int how) throws Errno {
    if (how < 0 || how > SHUT_RDWR) {
      throw Errno.EINVAL;
    }
    return how + 1;
  }

  // What system calls ask for. Names come as the guest wrote them.

  public abstract void bind(Caller who, byte[] name) throws Errno;

  /**
   * connect(2).
   *
   * @return 0, -EINPROGRESS while it is being made, or -EAGAIN if the caller is to wait on {@link
   *     #connectQueue} and ask again
   */
  public abstract long connect(Caller who, byte[] name, boolean waits) throws Errno;

  /** Where a call of {@link #connect} that answered -EAGAIN waits. */
  public WaitQueue connectQueue() {
    return writable;
  }

  public void listen(Caller who, int backlog) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  /**
   * The next connection.
   *
   * @throws Errno EAGAIN if there is none yet
   */
  public Socket accept() throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  /** Joins two new sockets: socketpair(2). */
  public void pair(Caller who, Socket other) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  /** Sends from the buffer; for streams perhaps less than it holds. */
  public abstract long send(Caller who, IoBuffer from, Message m) throws Errno;

  /** Receives into the buffer. */
  public abstract long receive(IoBuffer to, Message m) throws Errno;

  public abstract void shutdown(int how) throws Errno;

  public abstract SocketAddress name() throws Errno;

  /**
   * The name of the other end.
   *
   * @throws Errno ENOTCONN
   */
  public abstract SocketAddress peerName() throws Errno;

  /** EPOLL* events that hold now. */
  public abstract int poll();

  public boolean isListening() {
    return false;
  }

  /** Who is at the other end: SO_PEERCRED. */
  public PeerCredentials peerCredentials() {
    return PeerCredentials.NOBODY;
  }

  /** Whether SO_PASSCRED and its kin exist. */
  public boolean passesCredentials() {
    return false;
  }

  /** Whether the caller of send(2) gets SIGPIPE with EPIPE. */
  public boolean signalsBrokenPipe() {
    return false;
  }

  /** Whether borders between writes mean nothing, and a write goes on until all is written. */
  public final boolean isStream() {
    return type == exo.kernel.abi.Socket.SOCK_STREAM;
  }

  /** A shorter or longer limit of {@link SocketOptions} was set. */
  protected void limitsChanged() {}

  /**
   * Refuses levels of options that the family does not have, before anything else is looked at.
   *
   * @param level any but SOL_SOCKET
   * @param setting whether an option is to be set
   * @throws Errno EOPNOTSUPP or ENOPROTOOPT
   */
  public void requireLevel(int level, boolean setting) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  /**
   * An option of a level of the family.
   *
   * @param room bytes that the guest has for it
   * @throws Errno ENOPROTOOPT where there is none
   */
  public byte[] option(int level, int name, int room) throws Errno {
    throw Errno.ENOPROTOOPT;
  }

  public void setOption(Caller who, int level, int name, byte[] value) throws Errno {
    throw Errno.ENOPROTOOPT;
  }

  public long ioctl(Caller who, int command, long argument) throws Errno {
    throw Errno.ENOTTY;
  }

  /** SIGURG for the owner of the file. */
  public final void signalUrgent() {
    SocketFile f = file;
    if (f != null) {
      net.urgent().send(f.owner());
    }
  }

  /** A descriptor of the file goes; perhaps the last. */
  protected void closing() {}

  /** The file is gone. */
  protected abstract void closed();
}
