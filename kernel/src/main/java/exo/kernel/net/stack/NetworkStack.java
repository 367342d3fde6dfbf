package exo.kernel.net.stack;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.Socket;
import exo.kernel.net.SocketFile;
import exo.kernel.net.Traffic;
import exo.kernel.net.inet.InetFamily;
import exo.kernel.net.netlink.NetlinkFamily;
import exo.kernel.net.unix.UnixFamily;
import exo.kernel.time.TimerQueue;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Vfs;
import java.util.random.RandomGenerator;

/** The address families of one machine. Owned by the kernel lock. */
public final class NetworkStack {
  private final NetContext net;
  private final UnixFamily unix;
  private final InetFamily inet;
  private final NetlinkFamily netlink;

  public NetworkStack(
      Vfs vfs, TimerQueue timers, RandomGenerator random, NetContext.UrgentSignal urgent) {
    net = new NetContext(vfs, timers, random, urgent);
    unix = new UnixFamily(net);
    inet = new InetFamily(net);
    netlink = new NetlinkFamily(net);
  }

  public UnixFamily unix() {
    return unix;
  }

  public InetFamily inet() {
    return inet;
  }

  /** What was sent since boot. */
  public Traffic traffic() {
    return net.traffic();
  }

  /** How many sockets live, of all families. */
  public int socketCount() {
    return unix.sockets().size() + inet.size() + netlink.size();
  }

  /** The message of the call in progress. */
  public Message message() {
    return net.message();
  }

  /**
   * A new socket: socket(2).
   *
   * @param type SOCK_* without flags
   * @throws Errno EAFNOSUPPORT, ESOCKTNOSUPPORT, EPROTONOSUPPORT, EPERM, EACCES
   */
  public Socket create(Caller who, int domain, int type, int protocol) throws Errno {
    if (type < 0 || type >= exo.kernel.abi.Socket.SOCK_PACKET + 1) {
      throw Errno.EINVAL;
    }
    return switch (domain) {
      case exo.kernel.abi.Socket.AF_UNIX -> unix.create(type, protocol);
      case exo.kernel.abi.Socket.AF_INET, exo.kernel.abi.Socket.AF_INET6 ->
          inet.create(who, domain, type, protocol);
      case exo.kernel.abi.Socket.AF_NETLINK -> netlink.create(type, protocol);
      case exo.kernel.abi.Socket.AF_PACKET -> {
        if (!who.credentials().hasCapability(Capability.CAP_NET_RAW)) {
          throw Errno.EPERM;
        }
        throw Errno.EAFNOSUPPORT;
      }
      default -> throw Errno.EAFNOSUPPORT;
    };
  }

  /**
   * The file of a socket, with one reference, the caller's.
   *
   * @param flags O_NONBLOCK or 0
   */
  public SocketFile open(Socket socket, Caller who, int flags) {
    return net.open(socket, who, flags);
  }
}
