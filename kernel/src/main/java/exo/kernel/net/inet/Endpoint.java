package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.abi.layout.SockaddrIn;
import exo.kernel.abi.layout.SockaddrIn6;
import exo.kernel.net.OptionData;
import exo.kernel.net.SocketAddress;

/**
 * An address and a port. Immutable.
 *
 * @param family AF_INET or AF_INET6: the form in which programs see it
 * @param high the first half of the address, as a number in the order of reading
 * @param low the second half; 0000:ffff and the address for one of IPv4
 * @param port 0 to 65535
 */
record Endpoint(int family, long high, long low, int port) implements SocketAddress {
  private static final long MAPPED = 0xffffL << 32;
  private static final long LOW_WORD = 0xffff_ffffL;

  static final int LOOPBACK = 0x7f000001;

  static Endpoint v4(int address, int port) {
    return new Endpoint(Socket.AF_INET, 0, MAPPED | address & LOW_WORD, port);
  }

  static Endpoint v6(long high, long low, int port) {
    return new Endpoint(Socket.AF_INET6, high, low, port);
  }

  /** The wildcard of a family. */
  static Endpoint any(int family, int port) {
    return family == Socket.AF_INET ? v4(0, port) : v6(0, 0, port);
  }

  /**
   * The address in a struct sockaddr, which a socket of a family is given.
   *
   * @throws Errno EINVAL if it is too short, EAFNOSUPPORT
   */
  static Endpoint parse(int family, byte[] name) throws Errno {
    if (name.length < (family == Socket.AF_INET ? SockaddrIn.SIZE : Short.BYTES)) {
      throw Errno.EINVAL;
    }
    int given = name[0] & 0xff | (name[1] & 0xff) << 8;
    boolean v4 = given == Socket.AF_INET;
    if (family == Socket.AF_INET ? !v4 : given != Socket.AF_INET6 && !v4) {
      throw Errno.EAFNOSUPPORT;
    }
    if (name.length < (v4 ? SockaddrIn.SIZE : SockaddrIn6.SIZE - Integer.BYTES)) {
      throw Errno.EINVAL;
    }
    int port = (name[2] & 0xff) << 8 | name[3] & 0xff;
    if (v4) {
      return v4(Integer.reverseBytes(OptionData.intAt(name, SockaddrIn.SIN_ADDR)), port);
    }
    int at = SockaddrIn6.SIN6_ADDR;
    long high = Long.reverseBytes(OptionData.longAt(name, at));
    long low = Long.reverseBytes(OptionData.longAt(name, at + Long.BYTES));
    return v6(high, low, port);
  }

  static int familyOf(byte[] name) {
    return name[0] & 0xff | (name[1] & 0xff) << 8;
  }

  boolean isV4() {
    return high == 0 && (low & ~LOW_WORD) == MAPPED;
  }

  /** The address of IPv4. */
  int v4() {
    return (int) low;
  }

  boolean isAny() {
    return isV4() ? v4() == 0 : high == 0 && low == 0;
  }

  boolean isMulticast() {
    return isV4() ? v4() >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  /** Whether it is an address of this machine. */
  boolean isLocal() {
    return isV4() ? v4() >>> 24 == 127 : high == 0 && low == 1;
  }

  boolean isBroadcast() {
    return isV4() && (v4() == 0x7fff_ffff || v4() == -1);
  }

  boolean isLinkLocal() {
    return !isV4() && high >>> 54 == 0xfe80 >>> 6;
  }

  boolean sameAddress(Endpoint other) {
    return high == other.high && low == other.low;
  }

  boolean sameAs(Endpoint other) {
    return sameAddress(other) && port == other.port;
  }

  Endpoint withPort(int newPort) {
    return newPort == port ? this : new Endpoint(family, high, low, newPort);
  }

  /** The same, as a socket of that family shows it. */
  Endpoint in(int newFamily) {
    return newFamily == family ? this : new Endpoint(newFamily, high, low, port);
  }

  /** What is meant by an address that is sent to: the wildcard stands for this machine. */
  Endpoint target() {
    if (!isAny()) {
      return this;
    }
    return isV4()
        ? new Endpoint(family, 0, MAPPED | LOOPBACK, port)
        : new Endpoint(family, 0, 1, port);
  }

  /** The address that this machine uses as its own to send there. */
  Endpoint source(int newPort) {
    return isV4()
        ? new Endpoint(family, 0, MAPPED | LOOPBACK, newPort)
        : new Endpoint(family, 0, 1, newPort);
  }

  @Override
  public int write(byte[] to) {
    to[0] = (byte) family;
    to[1] = 0;
    to[2] = (byte) (port >> 8);
    to[3] = (byte) port;
    if (family == Socket.AF_INET) {
      OptionData.put(to, SockaddrIn.SIN_ADDR, Integer.reverseBytes(v4()));
      OptionData.put(to, 8, 0);
      OptionData.put(to, 12, 0);
      return SockaddrIn.SIZE;
    }
    OptionData.put(to, SockaddrIn6.SIN6_FLOWINFO, 0);
    putAddress(to, SockaddrIn6.SIN6_ADDR);
    OptionData.put(to, SockaddrIn6.SIN6_SCOPE_ID, 0);
    return SockaddrIn6.SIZE;
  }

  /** The 16 bytes of the address. */
  void putAddress(byte[] to, int at) {
    OptionData.put(to, at, Integer.reverseBytes((int) (high >>> 32)));
    OptionData.put(to, at + 4, Integer.reverseBytes((int) high));
    OptionData.put(to, at + 8, Integer.reverseBytes((int) (low >>> 32)));
    OptionData.put(to, at + 12, Integer.reverseBytes((int) low));
  }

  /** As {@code /proc/net/tcp} writes it: words as they lie in memory, in hexadecimal. */
  String shown() {
    byte[] b = new byte[16];
    putAddress(b, 0);
    StringBuilder out = new StringBuilder(40);
    for (int at = family == Socket.AF_INET ? 12 : 0; at < 16; at += 4) {
      out.append("%08X".formatted(OptionData.intAt(b, at)));
    }
    return out.append(":%04X".formatted(port)).toString();
  }
}
