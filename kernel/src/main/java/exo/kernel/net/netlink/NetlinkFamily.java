package exo.kernel.net.netlink;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.NetContext;
import java.util.HashMap;
import java.util.Map;

/** The AF_NETLINK sockets of a machine, by their ports. */
public final class NetlinkFamily {
  private final NetContext net;
  private final Map<Integer, NetlinkSocket> ports = new HashMap<>();
  private int lastChosen = -4096;

  public NetlinkFamily(NetContext net) {
    this.net = net;
  }

  /**
   * A new socket.
   *
   * @throws Errno ESOCKTNOSUPPORT, EPROTONOSUPPORT
   */
  public exo.kernel.net.Socket create(int type, int protocol) throws Errno {
    if (type != Socket.SOCK_RAW && type != Socket.SOCK_DGRAM) {
      throw Errno.ESOCKTNOSUPPORT;
    }
    return switch (protocol) {
      case Socket.NETLINK_ROUTE, Socket.NETLINK_SOCK_DIAG, Socket.NETLINK_KOBJECT_UEVENT ->
          new NetlinkSocket(net, this, type, protocol);
      default -> throw Errno.EPROTONOSUPPORT;
    };
  }

  /** Takes a port: the process's id if it is free, else a negative number. */
  int choose(int wanted, NetlinkSocket socket) {
    int port = wanted;
    while (ports.putIfAbsent(port, socket) != null) {
      port = --lastChosen;
    }
    return port;
  }

  void take(int port, NetlinkSocket socket) throws Errno {
    if (ports.putIfAbsent(port, socket) != null) {
      throw Errno.EADDRINUSE;
    }
  }

  /** How many sockets have a port. */
  public int size() {
    return ports.size();
  }

  void release(int port) {
    ports.remove(port);
  }
}
