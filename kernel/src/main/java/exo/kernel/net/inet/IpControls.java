package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import exo.kernel.net.Interface;
import exo.kernel.net.Message;
import exo.kernel.net.OptionData;
import exo.kernel.net.SocketAddress;
import java.util.Arrays;

/**
 * Control messages of IP: what the header of a datagram is to say, and what that of a received one
 * said. Source: ip(7), ipv6(7).
 */
final class IpControls {
  private IpControls() {}

  /**
   * What a datagram's header says of its kind of service and its hops, 8 bits each: as the options
   * say, or as the message says for itself.
   *
   * @throws Errno EINVAL for a control message that is none of these, or a value that is none
   */
  static int header(InetOptions ip, Message m, boolean v4) throws Errno {
    int hops = v4 ? ip.ttl() : ip.hops();
    int service = v4 ? ip.tos() : ip.trafficClass();
    for (Message.Control c : m.controls()) {
      boolean six = c.level() == Socket.SOL_IPV6;
      if (c.level() != (v4 ? Socket.SOL_IP : Socket.SOL_IPV6)) {
        continue;
      }
      byte[] data = c.data();
      if (c.type() == (six ? Inet.IPV6_HOPLIMIT : Inet.IP_TTL)) {
        int n = OptionData.number(data);
        if (n < (six ? -1 : 1) || n > 255) {
          throw Errno.EINVAL;
        }
        hops = n < 0 ? hops : n;
      } else if (c.type() == (six ? Inet.IPV6_TCLASS : Inet.IP_TOS)) {
        int n = data.length == 1 && !six ? data[0] & 0xff : OptionData.number(data);
        if (n < (six ? -1 : 0) || n > 255) {
          throw Errno.EINVAL;
        }
        service = n < 0 ? service : n;
      } else if (c.type() != (six ? Inet.IPV6_PKTINFO : Inet.IP_PKTINFO)) {
        throw Errno.EINVAL;
      }
    }
    return service << 8 | hops;
  }

  /**
   * Adds to a received message what the options ask for.
   *
   * @param v6 whether the socket that received it is of IPv6
   * @param to where the datagram was sent
   * @param header as {@link #header} answered
   */
  static void report(InetOptions ip, boolean v6, Endpoint to, int header, Message m) {
    int ttl = header & 0xff;
    int tos = header >>> 8;
    if (to.isV4()) {
      if (ip.wants(Inet.IP_PKTINFO)) {
        byte[] info = new byte[12];
        OptionData.put(info, 0, Interface.INDEX);
        int here = Integer.reverseBytes(to.isLocal() ? to.v4() : Endpoint.LOOPBACK);
        OptionData.put(info, 4, here);
        OptionData.put(info, 8, Integer.reverseBytes(to.v4()));
        m.controls().add(new Message.Control(Socket.SOL_IP, Inet.IP_PKTINFO, info));
      }
      if (ip.wants(Inet.IP_RECVTTL)) {
        m.control(Socket.SOL_IP, Inet.IP_TTL, ttl);
      }
      if (ip.wants(Inet.IP_RECVTOS)) {
        m.controls().add(new Message.Control(Socket.SOL_IP, Inet.IP_TOS, new byte[] {(byte) tos}));
      }
      if (ip.wants(Inet.IP_RECVORIGDSTADDR)) {
        byte[] name = new byte[SocketAddress.MAX_SIZE];
        int len = to.in(Socket.AF_INET).write(name);
        byte[] data = Arrays.copyOf(name, len);
        m.controls().add(new Message.Control(Socket.SOL_IP, Inet.IP_ORIGDSTADDR, data));
      }
    }
    if (v6) {
      if (ip.wants6(Inet.IPV6_RECVPKTINFO)) {
        byte[] info = new byte[20];
        to.putAddress(info, 0);
        OptionData.put(info, 16, Interface.INDEX);
        m.controls().add(new Message.Control(Socket.SOL_IPV6, Inet.IPV6_PKTINFO, info));
      }
      if (ip.wants6(Inet.IPV6_RECVHOPLIMIT)) {
        m.control(Socket.SOL_IPV6, Inet.IPV6_HOPLIMIT, ttl);
      }
      if (ip.wants6(Inet.IPV6_RECVTCLASS)) {
        m.control(Socket.SOL_IPV6, Inet.IPV6_TCLASS, tos);
      }
    }
  }
}
