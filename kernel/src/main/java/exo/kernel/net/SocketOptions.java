package exo.kernel.net;

import static exo.kernel.abi.Inet.IPPROTO_TCP;
import static exo.kernel.abi.Socket.*;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;

/** The options of SOL_SOCKET as data. Source: socket(7). */
public final class SocketOptions {
  /** Bytes of buffers as a new socket has them: net.core.rmem_default and wmem_default. */
  public static final int DEFAULT_BUFFER = 212_992;

  /** Most that may be asked for: net.core.rmem_max and wmem_max. What is set is the double. */
  public static final int MAX_BUFFER = 212_992;

  private static final int MIN_SEND_BUFFER = 4608;
  private static final int MIN_RECEIVE_BUFFER = 2304;
  private static final long NANOS = 1_000_000_000L;

  // Options of one number that change nothing, or what others look up here.
  private final int[] values = new int[SO_RCVPRIORITY + 2];
  private int sendBuffer;
  private int receiveBuffer;
  private int receiveLowWater = 1;
  private int lingerSeconds;
  private boolean lingers;
  private long receiveTimeoutNanos;
  private long sendTimeoutNanos;

  public SocketOptions(int sendBuffer, int receiveBuffer) {
    this.sendBuffer = sendBuffer;
    this.receiveBuffer = receiveBuffer;
    values[SO_PEEK_OFF] = -1;
    values[SO_INCOMING_CPU] = -1;
    values[SO_TXREHASH] = 1;
  }

  /** What a connection that is accepted takes over from its listener. */
  public SocketOptions inherited() {
    SocketOptions o = new SocketOptions(sendBuffer, receiveBuffer);
    System.arraycopy(values, 0, o.values, 0, values.length);
    o.receiveLowWater = receiveLowWater;
    o.lingers = lingers;
    o.lingerSeconds = lingerSeconds;
    o.receiveTimeoutNanos = receiveTimeoutNanos;
    o.sendTimeoutNanos = sendTimeoutNanos;
    return o;
  }

  /** Whether an option that is on or off is on. */
  public boolean is(int option) {
    return values[option] != 0;
  }

  public int value(int option) {
    return values[option];
  }

  /** Where the next peek begins: bytes behind the first. */
  public long peekOffset() {
    return Math.max(0, values[SO_PEEK_OFF]);
  }

  /** Bytes were looked at: with SO_PEEK_OFF, the next peek begins behind them. */
  public void peeked(long len) {
    if (values[SO_PEEK_OFF] >= 0) {
      values[SO_PEEK_OFF] += (int) len;
    }
  }

  /** Bytes were taken: what was looked at moves to the front. */
  public void taken(long len) {
    if (values[SO_PEEK_OFF] > 0) {
      values[SO_PEEK_OFF] = (int) Math.max(0, values[SO_PEEK_OFF] - len);
    }
  }

  public int sendBuffer() {
    return sendBuffer;
  }

  public int receiveBuffer() {
    return receiveBuffer;
  }

  /** Buffers that grew by themselves. */
  public void buffers(int newSend, int newReceive) {
    sendBuffer = newSend;
    receiveBuffer = newReceive;
  }

  /** Bytes from which on a receive that waits is content. */
  public int receiveLowWater() {
    return receiveLowWater;
  }

  public boolean lingers() {
    return lingers;
  }

  public int lingerSeconds() {
    return lingerSeconds;
  }

  /** How long a receive waits; 0 is without end. */
  public long receiveTimeoutNanos() {
    return receiveTimeoutNanos;
  }

  /** How long a send waits; 0 is without end. */
  public long sendTimeoutNanos() {
    return sendTimeoutNanos;
  }

  /**
   * setsockopt(2) at SOL_SOCKET.
   *
   * @throws Errno EINVAL, EDOM, ENOPROTOOPT, EPERM, EOPNOTSUPP, ENODEV
   */
  public static void set(Socket socket, Caller who, int name, byte[] value) throws Errno {
    SocketOptions o = socket.options();
    if (name == SO_BINDTODEVICE) {
      o.bindToDevice(value);
      return;
    }
    int number = OptionData.number(value);
    switch (name) {
      case SO_DEBUG -> {
        if (number != 0) {
          needNetAdmin(who, Errno.EACCES);
        }
        o.values[name] = number != 0 ? 1 : 0;
      }
      case SO_REUSEADDR,
          SO_DONTROUTE,
          SO_BROADCAST,
          SO_KEEPALIVE,
          SO_OOBINLINE,
          SO_NO_CHECK,
          SO_REUSEPORT,
          SO_TIMESTAMP,
          SO_TIMESTAMPNS,
          SO_RXQ_OVFL,
          SO_WIFI_STATUS,
          SO_NOFCS,
          SO_SELECT_ERR_QUEUE,
          SO_TIMESTAMP_NEW,
          SO_TIMESTAMPNS_NEW,
          SO_RCVMARK,
          SO_RCVPRIORITY ->
          o.values[name] = number != 0 ? 1 : 0;
      case SO_PASSCRED, SO_PASSSEC, SO_PASSPIDFD -> {
        if (!passes(socket, name)) {
          throw Errno.EOPNOTSUPP;
        }
        o.values[name] = number != 0 ? 1 : 0;
      }
      case SO_PRIORITY -> {
        if (number < 0 || number > 6) {
          needNetAdmin(who, Errno.EPERM);
        }
        o.values[name] = number;
      }
      case SO_MARK -> {
        needNetAdmin(who, Errno.EPERM);
        o.values[name] = number;
      }
      case SO_PEEK_OFF -> {
        if (socket.domain() == AF_NETLINK) {
          throw Errno.EOPNOTSUPP;
        }
        if (number < -1) {
          throw Errno.EINVAL;
        }
        o.values[name] = number;
      }
      case SO_INCOMING_CPU, SO_BUSY_POLL, SO_TIMESTAMPING, SO_LOCK_FILTER ->
          o.values[name] = number;
      case SO_SNDBUF, SO_SNDBUFFORCE, SO_RCVBUF, SO_RCVBUFFORCE -> {
        o.setBuffer(who, name, number);
        socket.limitsChanged();
      }
      case SO_RCVLOWAT -> {
        o.receiveLowWater = number < 0 ? Integer.MAX_VALUE : Math.max(number, 1);
        socket.limitsChanged();
      }
      case SO_LINGER -> o.setLinger(value);
      case SO_RCVTIMEO, SO_RCVTIMEO_NEW -> o.receiveTimeoutNanos = timeout(value);
      case SO_SNDTIMEO, SO_SNDTIMEO_NEW -> o.sendTimeoutNanos = timeout(value);
      case SO_MAX_PACING_RATE, SO_CNX_ADVICE, SO_BSDCOMPAT -> {}
      case SO_DETACH_FILTER -> throw Errno.ENOENT;
      case SO_ATTACH_FILTER, SO_ATTACH_BPF -> throw Errno.EINVAL;
      default -> throw Errno.ENOPROTOOPT;
    }
  }

  private static boolean passes(Socket socket, int name) {
    boolean netlink = socket.domain() == AF_NETLINK;
    return socket.passesCredentials() && !(netlink && name == SO_PASSPIDFD);
  }

  private static void needNetAdmin(Caller who, Errno otherwise) throws Errno {
    if (!who.credentials().hasCapability(Capability.CAP_NET_ADMIN)) {
      throw otherwise;
    }
  }

  private void bindToDevice(byte[] value) throws Errno {
    String device = Interface.name(value);
    if (device.isEmpty()) {
      values[SO_BINDTOIFINDEX] = 0;
    } else if (device.equals(Interface.NAME)) {
      values[SO_BINDTOIFINDEX] = Interface.INDEX;
    } else {
      throw Errno.ENODEV;
    }
  }

  private void setBuffer(Caller who, int name, int asked) throws Errno {
    boolean force = name == SO_SNDBUFFORCE || name == SO_RCVBUFFORCE;
    if (force) {
      needNetAdmin(who, Errno.EPERM);
    }
    // A negative number is a large one, as Linux compares it.
    int most = force ? Integer.MAX_VALUE / 2 : MAX_BUFFER;
    int taken = asked < 0 ? (force ? 0 : most) : Math.min(asked, most);
    if (name == SO_SNDBUF || name == SO_SNDBUFFORCE) {
      sendBuffer = Math.max(taken * 2, MIN_SEND_BUFFER);
    } else {
      receiveBuffer = Math.max(taken * 2, MIN_RECEIVE_BUFFER);
    }
  }

  private void setLinger(byte[] value) throws Errno {
    if (value.length < 2 * Integer.BYTES) {
      throw Errno.EINVAL;
    }
    lingers = OptionData.intAt(value, 0) != 0;
    if (lingers) {
      lingerSeconds = OptionData.intAt(value, Integer.BYTES);
    }
  }

  private static long timeout(byte[] value) throws Errno {
    if (value.length < 2 * Long.BYTES) {
      throw Errno.EINVAL;
    }
    long seconds = OptionData.longAt(value, 0);
    long micros = OptionData.longAt(value, Long.BYTES);
    if (micros < 0 || micros >= NANOS / 1000) {
      throw Errno.EDOM;
    }
    if (seconds < 0) {
      // As Linux: such a wait is over when it begins, and a nanosecond is.
      return 1;
    }
    return seconds >= Long.MAX_VALUE / NANOS ? 0 : seconds * NANOS + micros * 1000;
  }

  private static byte[] timeval(long nanos) {
    return OptionData.of(nanos / NANOS, nanos % NANOS / 1000);
  }

  /**
   * getsockopt(2) at SOL_SOCKET.
   *
   * @param room bytes that the guest has for it
   */
  public static byte[] get(Socket socket, int name, int room) throws Errno {
    SocketOptions o = socket.options();
    return switch (name) {
      case SO_TYPE -> OptionData.of(socket.type());
      case SO_DOMAIN -> OptionData.of(socket.domain());
      case SO_PROTOCOL -> OptionData.of(socket.protocol());
      case SO_ERROR -> OptionData.of((int) -socket.takeError());
      case SO_ACCEPTCONN -> OptionData.of(socket.isListening());
      case SO_SNDBUF -> OptionData.of(o.sendBuffer);
      case SO_RCVBUF -> OptionData.of(o.receiveBuffer);
      case SO_RCVLOWAT -> OptionData.of(o.receiveLowWater);
      case SO_SNDLOWAT -> OptionData.of(1);
      case SO_LINGER -> OptionData.of(o.lingers ? 1 : 0, o.lingerSeconds);
      case SO_RCVTIMEO, SO_RCVTIMEO_NEW -> timeval(o.receiveTimeoutNanos);
      case SO_SNDTIMEO, SO_SNDTIMEO_NEW -> timeval(o.sendTimeoutNanos);
      case SO_PEERCRED -> {
        PeerCredentials p = socket.peerCredentials();
        byte[] b = new byte[3 * Integer.BYTES];
        OptionData.put(b, 0, p.pid());
        OptionData.put(b, Integer.BYTES, p.uid());
        OptionData.put(b, 2 * Integer.BYTES, p.gid());
        yield b;
      }
      case SO_PEERGROUPS, SO_PEERPIDFD -> throw Errno.ENODATA;
      case SO_PEERNAME -> {
        byte[] name128 = new byte[SocketAddress.MAX_SIZE];
        int len = socket.peerName().write(name128);
        if (len < room) {
          throw Errno.EINVAL;
        }
        yield java.util.Arrays.copyOf(name128, len);
      }
      case SO_PASSCRED, SO_PASSSEC, SO_PASSPIDFD -> {
        if (!passes(socket, name)) {
          throw Errno.EOPNOTSUPP;
        }
        yield OptionData.of(o.values[name]);
      }
      case SO_BINDTODEVICE -> {
        if (o.values[SO_BINDTOIFINDEX] == 0) {
          yield new byte[0];
        }
        if (room < 16) {
          throw Errno.EINVAL;
        }
        yield Interface.nameBytes();
      }
      case SO_GET_FILTER -> new byte[0];
      case SO_MAX_PACING_RATE -> OptionData.of(-1L);
      case SO_BPF_EXTENSIONS -> OptionData.of(64);
      case SO_MEMINFO -> new byte[9 * Integer.BYTES];
      case SO_COOKIE -> {
        if (room < Long.BYTES) {
          throw Errno.EINVAL;
        }
        yield OptionData.of(socket.cookie());
      }
      case SO_NETNS_COOKIE -> {
        if (room != Long.BYTES) {
          throw Errno.EINVAL;
        }
        yield OptionData.of(1L);
      }
      case SO_PEEK_OFF -> {
        if (socket.domain() == AF_NETLINK) {
          throw Errno.EOPNOTSUPP;
        }
        yield OptionData.of(o.values[name]);
      }
      case SO_TXREHASH -> {
        if (socket.protocol() != IPPROTO_TCP) {
          throw Errno.EOPNOTSUPP;
        }
        yield OptionData.of(o.values[name]);
      }
      case SO_TIMESTAMPING, SO_TIMESTAMPING_NEW, SO_TXTIME -> OptionData.of(o.values[name], 0);
      case SO_DEBUG,
          SO_REUSEADDR,
          SO_DONTROUTE,
          SO_BROADCAST,
          SO_KEEPALIVE,
          SO_OOBINLINE,
          SO_NO_CHECK,
          SO_PRIORITY,
          SO_BSDCOMPAT,
          SO_REUSEPORT,
          SO_TIMESTAMP,
          SO_TIMESTAMPNS,
          SO_MARK,
          SO_RXQ_OVFL,
          SO_WIFI_STATUS,
          SO_NOFCS,
          SO_LOCK_FILTER,
          SO_SELECT_ERR_QUEUE,
          SO_BUSY_POLL,
          SO_INCOMING_CPU,
          SO_INCOMING_NAPI_ID,
          SO_ZEROCOPY,
          SO_BINDTOIFINDEX,
          SO_TIMESTAMP_NEW,
          SO_TIMESTAMPNS_NEW,
          SO_PREFER_BUSY_POLL,
          SO_BUF_LOCK,
          SO_RESERVE_MEM,
          SO_RCVMARK,
          SO_RCVPRIORITY ->
          OptionData.of(o.values[name]);
      default -> throw Errno.ENOPROTOOPT;
    };
  }
}
