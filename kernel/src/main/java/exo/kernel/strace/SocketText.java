package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getShort;

import exo.kernel.abi.Inet;
import exo.kernel.abi.Socket;
import exo.kernel.abi.layout.Linger;
import exo.kernel.abi.layout.SockaddrIn;
import exo.kernel.abi.layout.SockaddrIn6;
import exo.kernel.abi.layout.SockaddrNl;
import exo.kernel.abi.layout.SockaddrUn;
import exo.kernel.abi.layout.Ucred;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ValueSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Addresses of sockets, their types and their options. */
final class SocketText {
  /** Longest address that any family has. */
  private static final int LONGEST = 128;

  private SocketText() {}

  /** An address in user memory. */
  static void address(Printer p, long va, int len) {
    byte[] s = len < 2 || len > LONGEST || va == 0 ? null : p.bytes(va, len);
    if (s == null) {
      p.pointer(va);
      return;
    }
    int family = getShort(s, 0) & 0xffff;
    p.text("{sa_family=").value(ValueSet.FAMILY, family);
    switch (family) {
      case Socket.AF_UNIX -> path(p, s);
      case Socket.AF_INET -> {
        if (s.length >= SockaddrIn.SIZE) {
          inet(p, s);
        } else {
          data(p, s);
        }
      }
      case Socket.AF_INET6 -> {
        // Linux takes it without the scope too.
        if (s.length >= SockaddrIn6.SIN6_SCOPE_ID) {
          inet6(p, s);
        } else {
          data(p, s);
        }
      }
      case Socket.AF_NETLINK -> {
        if (s.length >= SockaddrNl.SIZE) {
          p.text(", nl_pid=").unsigned(getInt(s, SockaddrNl.NL_PID) & 0xffff_ffffL);
          p.text(String.format(", nl_groups=%#08x", getInt(s, SockaddrNl.NL_GROUPS)));
        } else {
          data(p, s);
        }
      }
      default -> data(p, s);
    }
    p.text("}");
  }

  private static void data(Printer p, byte[] s) {
    p.text(", sa_data=").quoted(Arrays.copyOfRange(s, 2, s.length), false);
  }

  /** A path, or after {@code @} a name in the abstract space, whose first byte is NUL. */
  private static void path(Printer p, byte[] s) {
    int at = SockaddrUn.SUN_PATH;
    if (s.length <= at) {
      return;
    }
    p.text(", sun_path=");
    if (s[at] == 0) {
      p.text("@").quoted(Arrays.copyOfRange(s, at + 1, s.length), false);
    } else {
      p.quotedString(s, at, s.length - at);
    }
  }

  private static void inet(Printer p, byte[] s) {
    p.text(", sin_port=htons(").decimal(port(s, SockaddrIn.SIN_PORT)).text(")");
    p.text(", sin_addr=inet_addr(\"");
    for (int i = 0; i < 4; i++) {
      p.text(i == 0 ? "" : ".").decimal(s[SockaddrIn.SIN_ADDR + i] & 0xff);
    }
    p.text("\")");
  }

  private static void inet6(Printer p, byte[] s) {
    p.text(", sin6_port=htons(").decimal(port(s, SockaddrIn6.SIN6_PORT)).text(")");
    int flow = Integer.reverseBytes(getInt(s, SockaddrIn6.SIN6_FLOWINFO));
    p.text(", sin6_flowinfo=htonl(").unsigned(flow & 0xffff_ffffL).text(")");
    p.text(", inet_pton(AF_INET6, \"").text(Inet6Text.of(s, SockaddrIn6.SIN6_ADDR));
    p.text("\", &sin6_addr)");
    if (s.length >= SockaddrIn6.SIZE) {
      p.text(", sin6_scope_id=").unsigned(getInt(s, SockaddrIn6.SIN6_SCOPE_ID) & 0xffff_ffffL);
    }
  }

  private static int port(byte[] s, int off) {
    return ((s[off] & 0xff) << 8) | (s[off + 1] & 0xff);
  }

  /** {@code SOCK_STREAM|SOCK_CLOEXEC}. */
  static void type(Printer p, int type) {
    int before = p.out.length();
    String name = p.name(ValueSet.SOCKET_KIND, type & 0xf);
    p.text(name != null ? name : "");
    int rest = name != null ? type & ~0xf : type;
    int flags = rest & (Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK);
    if (flags != 0) {
      Names.separate(p.out, before);
      p.names(FlagSet.SOCKET_FLAGS, flags);
      rest &= ~flags;
    }
    if (rest != 0) {
      boolean alone = p.out.length() == before;
      Names.separate(p.out, before);
      p.hex(rest & 0xffff_ffffL).text(alone ? " /* SOCK_??? */" : "");
    }
  }

  static void protocol(Printer p, int family, int protocol) {
    switch (family) {
      case Socket.AF_INET, Socket.AF_INET6 -> p.value(ValueSet.IP_PROTOCOL, protocol);
      case Socket.AF_NETLINK -> p.value(ValueSet.NETLINK, protocol);
      default -> p.unsigned(protocol & 0xffff_ffffL);
    }
  }

  static void level(Printer p, int level) {
    String name = p.name(ValueSet.LEVEL, level);
    p.text(name != null ? name : "0x" + Integer.toHexString(level) + " /* SOL_?? */");
  }

  static void option(Printer p, int level, int option) {
    ValueSet options = options(level);
    if (options == null) {
      p.unsigned(option & 0xffff_ffffL);
    } else {
      p.value(options, option);
    }
  }

  private static @Nullable ValueSet options(int level) {
    return switch (level) {
      case Socket.SOL_SOCKET -> ValueSet.SO_OPTION;
      case Inet.IPPROTO_IP -> ValueSet.IP_OPTION;
      case Inet.IPPROTO_IPV6 -> ValueSet.IPV6_OPTION;
      case Inet.IPPROTO_TCP -> ValueSet.TCP_OPTION;
      case Inet.IPPROTO_UDP -> ValueSet.UDP_OPTION;
      default -> null;
    };
  }

  /** The value of an option: a structure where it is one, an int, or bytes. */
  static void optionValue(Printer p, int level, int option, long va, int len) {
    byte[] s = va == 0 || len < 0 ? null : p.bytes(va, Math.min(len, LONGEST));
    if (s == null) {
      p.pointer(va);
    } else if (level == Socket.SOL_SOCKET && option == Socket.SO_LINGER && len >= Linger.SIZE) {
      p.text("{l_onoff=").decimal(getInt(s, Linger.L_ONOFF));
      p.text(", l_linger=").decimal(getInt(s, Linger.L_LINGER)).text("}");
    } else if (level == Socket.SOL_SOCKET && option == Socket.SO_PEERCRED && len >= Ucred.SIZE) {
      credentials(p, s, 0);
    } else if (len == 4) {
      p.text("[").decimal(getInt(s, 0)).text("]");
    } else {
      p.quoted(Arrays.copyOf(s, Math.min(s.length, Quote.MAX)), len > Quote.MAX);
    }
  }

  static void credentials(Printer p, byte[] s, int at) {
    p.text("{pid=").decimal(getInt(s, at + Ucred.PID));
    p.text(", uid=").unsigned(getInt(s, at + Ucred.UID) & 0xffff_ffffL);
    p.text(", gid=").unsigned(getInt(s, at + Ucred.GID) & 0xffff_ffffL).text("}");
  }
}
