package exo.kernel.net.netlink;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.abi.layout.SockaddrNl;
import exo.kernel.net.OptionData;
import exo.kernel.net.SocketAddress;

/**
 * The name of a netlink socket. Immutable.
 *
 * @param port 0 is the kernel
 * @param groups of multicast, a bit each
 */
record NetlinkAddress(int port, int groups) implements SocketAddress {
  static final NetlinkAddress KERNEL = new NetlinkAddress(0, 0);

  static NetlinkAddress parse(byte[] name) throws Errno {
    if (name.length < SockaddrNl.SIZE || name[0] != Socket.AF_NETLINK || name[1] != 0) {
      throw Errno.EINVAL;
    }
    return new NetlinkAddress(
        OptionData.intAt(name, SockaddrNl.NL_PID), OptionData.intAt(name, SockaddrNl.NL_GROUPS));
  }

  @Override
  public int write(byte[] to) {
    OptionData.put(to, 0, Socket.AF_NETLINK);
    OptionData.put(to, SockaddrNl.NL_PID, port);
    OptionData.put(to, SockaddrNl.NL_GROUPS, groups);
    return SockaddrNl.SIZE;
  }
}
