package exo.kernel.net.netlink;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Socket;
import exo.kernel.net.Interface;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.OptionData;
import exo.kernel.net.Packet;
import exo.kernel.net.PacketQueue;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketOptions;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** A netlink socket: what it is asked is answered at once, into its own queue. */
final class NetlinkSocket extends exo.kernel.net.Socket {
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int FIRST_OWN_TYPE = 16;
  private static final int NLM_F_REQUEST = 1;
  private static final int NLM_F_MULTI = 2;
  private static final int NLM_F_ACK = 4;
  private static final int NLM_F_DUMP = 0x300;
  private static final int NLM_F_CAPPED = 0x100;

  // Types of messages of sock_diag(7).
  private static final int TCPDIAG_GETSOCK = 18;
  private static final int DCCPDIAG_GETSOCK = 19;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int SOCK_DESTROY = 21;

  // Options of SOL_NETLINK.
  private static final int NETLINK_ADD_MEMBERSHIP = 1;
  private static final int NETLINK_DROP_MEMBERSHIP = 2;
  private static final int NETLINK_PKTINFO = 3;
  private static final int NETLINK_LISTEN_ALL_NSID = 8;
  private static final int NETLINK_LIST_MEMBERSHIPS = 9;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_GET_STRICT_CHK = 12;

  private static final int MAX_REQUEST = 1 << 16;

  /** About what one read of a dump is given by Linux. */
  private static final int DUMP_SIZE = 8192;

  private final NetlinkFamily family;
  private final PacketQueue queue;
  private final int[] options = new int[NETLINK_GET_STRICT_CHK + 1];
  private NetlinkAddress address = NetlinkAddress.KERNEL;
  private NetlinkAddress peer = NetlinkAddress.KERNEL;
  private boolean bound;

  NetlinkSocket(NetContext net, NetlinkFamily family, int type, int protocol) {
    super(
        net,
        Socket.AF_NETLINK,
        type,
        protocol,
        new SocketOptions(SocketOptions.DEFAULT_BUFFER, SocketOptions.DEFAULT_BUFFER));
    this.family = family;
    queue = new PacketQueue(net);
  }

  @Override
  public void bind(Caller who, byte[] name) throws Errno {
    NetlinkAddress wanted = NetlinkAddress.parse(name);
    if (bound) {
      if (wanted.port() != address.port()) {
        throw Errno.EINVAL;
      }
    } else if (wanted.port() == 0) {
      autobind(who);
    } else {
      family.take(wanted.port(), this);
      bound = true;
    }
    int port = wanted.port() == 0 ? address.port() : wanted.port();
    address = new NetlinkAddress(port, wanted.groups());
  }

  private void autobind(Caller who) {
    if (!bound) {
      bound = true;
      address = new NetlinkAddress(family.choose(who.processId(), this), address.groups());
    }
  }

  @Override
  public long connect(Caller who, byte[] name, boolean waits) throws Errno {
    if (name.length < Short.BYTES) {
      throw Errno.EINVAL;
    }
    if (name[0] == Socket.AF_UNSPEC && name[1] == 0) {
      peer = NetlinkAddress.KERNEL;
      return 0;
    }
    NetlinkAddress to = NetlinkAddress.parse(name);
    autobind(who);
    peer = to;
    return 0;
  }

  @Override
  public SocketAddress name() {
    return address;
  }

  @Override
  public SocketAddress peerName() {
    return peer;
  }

  @Override
  public boolean passesCredentials() {
    return true;
  }

  @Override
  public long send(Caller who, IoBuffer from, Message m) throws Errno {
    if (m.has(Socket.MSG_OOB)) {
      throw Errno.EOPNOTSUPP;
    }
    byte[] name = m.name;
    NetlinkAddress to = name == null ? peer : NetlinkAddress.parse(name);
    autobind(who);
    long len = from.remaining();
    if (len > MAX_REQUEST) {
      throw Errno.EMSGSIZE;
    }
    byte[] bytes = new byte[(int) len];
    if (from.take(MemorySegment.ofArray(bytes), 0, len) < len) {
      throw Errno.EFAULT;
    }
    if (to.port() != 0) {
      throw Errno.ECONNREFUSED;
    }
    if (protocol() != Socket.NETLINK_KOBJECT_UEVENT) {
      requests(who, bytes);
    }
    return len;
  }

  private void requests(Caller who, byte[] bytes) throws Errno {
    int at = 0;
    while (bytes.length - at >= NetlinkMessage.HEADER) {
      int len = OptionData.intAt(bytes, at);
      if (len < NetlinkMessage.HEADER || len > bytes.length - at) {
        return;
      }
      request(who, Arrays.copyOfRange(bytes, at, at + len));
      at += len + 3 & ~3;
    }
  }

  private void request(Caller who, byte[] request) throws Errno {
    int typeAndFlags = OptionData.intAt(request, 4);
    int type = typeAndFlags & 0xffff;
    int flags = typeAndFlags >>> 16;
    int sequence = OptionData.intAt(request, 8);
    if ((flags & NLM_F_REQUEST) == 0) {
      return;
    }
    boolean dump = type >= FIRST_OWN_TYPE && (type & 3) == 2 && (flags & NLM_F_DUMP) == NLM_F_DUMP;
    int error = 0;
    if (type >= FIRST_OWN_TYPE) {
      try {
        if (protocol() == Socket.NETLINK_SOCK_DIAG) {
          throw noDiagnosis(type);
        }
        answer(RouteAnswers.to(who, request, type, sequence, address.port(), dump, net.traffic()));
      } catch (Errno e) {
        error = e.number();
      }
    }
    if (error == 0 && dump) {
      NetlinkMessage done =
          new NetlinkMessage(NLMSG_DONE, NLM_F_MULTI, sequence, address.port()).u32(0);
      put(done.finish());
    } else if (error != 0 || (flags & NLM_F_ACK) != 0) {
      acknowledge(request, sequence, error);
    }
  }

  /**
   * sock_diag(7) of a kernel without the modules for any family: who asks goes to {@code
   * /proc/net}.
   */
  private static Errno noDiagnosis(int type) {
    return switch (type) {
      case TCPDIAG_GETSOCK, DCCPDIAG_GETSOCK -> Errno.EOPNOTSUPP;
      case SOCK_DIAG_BY_FAMILY, SOCK_DESTROY -> Errno.ENOENT;
      default -> Errno.EINVAL;
    };
  }

  private void acknowledge(byte[] request, int sequence, int error) throws Errno {
    boolean capped = error == 0 || options[NETLINK_CAP_ACK] != 0;
    NetlinkMessage m =
        new NetlinkMessage(NLMSG_ERROR, capped ? NLM_F_CAPPED : 0, sequence, address.port())
            .u32(-error)
            .raw(capped ? Arrays.copyOf(request, NetlinkMessage.HEADER) : request);
    put(m.finish());
  }

  /** Messages of a dump share packets as long as they fit. */
  private void answer(List<byte[]> messages) throws Errno {
    byte[] together = new byte[0];
    for (byte[] m : messages) {
      if (together.length > 0 && together.length + m.length > DUMP_SIZE) {
        put(together);
        together = new byte[0];
      }
      int at = together.length;
      together = Arrays.copyOf(together, at + (m.length + 3 & ~3));
      System.arraycopy(m, 0, together, at, m.length);
    }
    if (together.length > 0) {
      put(together);
    }
  }

  private void put(byte[] bytes) throws Errno {
    if (queue.size() + bytes.length > options().receiveBuffer()) {
      error(Errno.ENOBUFS.number());
      readable().wakeAll();
      return;
    }
    queue.add(IoBuffer.kernel(MemorySegment.ofArray(bytes)), bytes.length);
    readable().wakeAll();
  }

  @Override
  public long receive(IoBuffer to, Message m) throws Errno {
    if (m.has(Socket.MSG_OOB)) {
      throw Errno.EOPNOTSUPP;
    }
    long e = takeError();
    if (e != 0) {
      return e;
    }
    Packet p = queue.first();
    if (p == null) {
      return Errno.EAGAIN.negated();
    }
    long length = p.length;
    long moved = queue.peek(to, 0, length);
    if (to.faulted()) {
      throw Errno.EFAULT;
    }
    if (moved < length) {
      m.answered |= Socket.MSG_TRUNC;
    }
    m.from = NetlinkAddress.KERNEL;
    if (options[NETLINK_PKTINFO] != 0) {
      m.control(Socket.SOL_NETLINK, NETLINK_PKTINFO, 0);
    }
    if (options().is(Socket.SO_PASSCRED)) {
      m.credentials = new exo.kernel.net.PeerCredentials(0, 0, 0);
    }
    if (!m.peeks()) {
      queue.remove();
    }
    return m.has(Socket.MSG_TRUNC) ? length : moved;
  }

  @Override
  public void shutdown(int how) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  @Override
  public int poll() {
    int events = Poll.EPOLLOUT | Poll.EPOLLWRNORM | Poll.EPOLLWRBAND;
    events |= error() != 0 ? Poll.EPOLLERR : 0;
    return queue.isEmpty() ? events : events | Poll.EPOLLIN | Poll.EPOLLRDNORM;
  }

  @Override
  public void requireLevel(int level, boolean setting) throws Errno {
    if (level != Socket.SOL_NETLINK) {
      throw Errno.ENOPROTOOPT;
    }
  }

  @Override
  public byte[] option(int level, int name, int room) throws Errno {
    if (name == NETLINK_LIST_MEMBERSHIPS) {
      return OptionData.of(address.groups());
    }
    if (name < NETLINK_PKTINFO || name > NETLINK_GET_STRICT_CHK || !isSwitch(name)) {
      throw Errno.ENOPROTOOPT;
    }
    return OptionData.of(options[name]);
  }

  private static boolean isSwitch(int name) {
    return name <= 5 || name >= NETLINK_LISTEN_ALL_NSID && name != NETLINK_LIST_MEMBERSHIPS;
  }

  @Override
  public void setOption(Caller who, int level, int name, byte[] value) throws Errno {
    int n = value.length >= Integer.BYTES ? OptionData.intAt(value, 0) : 0;
    switch (name) {
      case NETLINK_ADD_MEMBERSHIP, NETLINK_DROP_MEMBERSHIP -> {
        if (n < 1 || n > 64) {
          throw Errno.EINVAL;
        }
        int bit = n <= 32 ? 1 << n - 1 : 0;
        int groups = address.groups();
        address =
            new NetlinkAddress(
                address.port(), name == NETLINK_ADD_MEMBERSHIP ? groups | bit : groups & ~bit);
      }
      default -> {
        if (name < NETLINK_PKTINFO || name > NETLINK_GET_STRICT_CHK || !isSwitch(name)) {
          throw Errno.ENOPROTOOPT;
        }
        options[name] = n != 0 ? 1 : 0;
      }
    }
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (command == Ioctl.SIOCINQ || command == Ioctl.SIOCOUTQ) {
      throw Errno.ENOTTY;
    }
    return Interface.ioctl(who, command, argument);
  }

  @Override
  protected void closed() {
    if (bound) {
      family.release(address.port());
    }
    while (!queue.isEmpty()) {
      queue.remove();
    }
  }
}
