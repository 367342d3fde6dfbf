package exo.kernel.net;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.layout.Ifconf;
import exo.kernel.abi.layout.Ifreq;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The one network interface of a machine: loopback. Source: netdevice(7). */
public final class Interface {
  public static final String NAME = "lo";
  public static final int INDEX = 1;
  public static final int MTU = 65_536;

  /** IFF_UP, IFF_LOOPBACK and IFF_RUNNING. */
  public static final int FLAGS = 0x1 | 0x8 | 0x40;

  /** ARPHRD_LOOPBACK: no hardware addresses. */
  public static final int HARDWARE_TYPE = 772;

  public static final int QUEUE_LENGTH = 1000;

  private static final int NAME_SIZE = 16;
  private static final short AF_INET = 2;
  private static final int ADDRESS = 0x0100007f;
  private static final int MASK = 0x000000ff;

  private Interface() {}

  /** The name in a field of 16 bytes, or in fewer. */
  static String name(byte[] field) {
    int len = 0;
    while (len < field.length && len < NAME_SIZE - 1 && field[len] != 0) {
      len++;
    }
    return new String(field, 0, len, StandardCharsets.ISO_8859_1);
  }

  static byte[] nameBytes() {
    return Arrays.copyOf(NAME.getBytes(StandardCharsets.ISO_8859_1), NAME.length() + 1);
  }

  /**
   * The SIOC* commands on interfaces, which every socket takes.
   *
   * @throws Errno ENOTTY for others; ENODEV, EPERM, EADDRNOTAVAIL
   */
  public static long ioctl(Caller who, int command, long va) throws Errno {
    UserMemory m = who.memory();
    switch (command) {
      case Ioctl.SIOCGIFCONF -> {
        configuration(m, va);
        return 0;
      }
      case Ioctl.SIOCGIFNAME -> {
        if (m.getInt(va + Ifreq.IFR_IFRU) != INDEX) {
          throw Errno.ENODEV;
        }
        m.write(va, Arrays.copyOf(nameBytes(), NAME_SIZE));
        return 0;
      }
      default -> {}
    }
    if (command < Ioctl.SIOCGIFNAME || command > Ioctl.SIOCSIFTXQLEN) {
      throw Errno.ENOTTY;
    }
    String name = name(m.read(va, NAME_SIZE));
    boolean known = name.equals(NAME) || name.startsWith(NAME + ":");
    long value = va + Ifreq.IFR_IFRU;
    switch (command) {
      case Ioctl.SIOCGIFFLAGS -> {
        need(known);
        m.putShort(value, (short) FLAGS);
      }
      case Ioctl.SIOCGIFINDEX -> {
        need(known);
        m.putInt(value, INDEX);
      }
      case Ioctl.SIOCGIFMTU -> {
        need(known);
        m.putInt(value, MTU);
      }
      case Ioctl.SIOCGIFMETRIC -> {
        need(known);
        m.putInt(value, 0);
      }
      case Ioctl.SIOCGIFTXQLEN -> {
        need(known);
        m.putInt(value, QUEUE_LENGTH);
      }
      case Ioctl.SIOCGIFHWADDR -> {
        need(known);
        m.putShort(value, (short) HARDWARE_TYPE);
        m.putShort(value + 2, (short) 0);
        m.putInt(value + 4, 0);
      }
      case Ioctl.SIOCGIFMAP -> {
        need(known);
        m.zero(value, 24);
      }
      case Ioctl.SIOCGIFADDR, Ioctl.SIOCGIFDSTADDR -> putAddress(m, value, known, ADDRESS);
      case Ioctl.SIOCGIFBRDADDR -> putAddress(m, value, known, 0);
      case Ioctl.SIOCGIFNETMASK -> putAddress(m, value, known, MASK);
      case Ioctl.SIOCSIFFLAGS,
          Ioctl.SIOCSIFADDR,
          Ioctl.SIOCSIFDSTADDR,
          Ioctl.SIOCSIFBRDADDR,
          Ioctl.SIOCSIFNETMASK,
          Ioctl.SIOCSIFMTU,
          Ioctl.SIOCSIFMETRIC,
          Ioctl.SIOCSIFNAME,
          Ioctl.SIOCSIFHWADDR,
          Ioctl.SIOCSIFTXQLEN -> {
        if (!who.credentials().hasCapability(Capability.CAP_NET_ADMIN)) {
          throw Errno.EPERM;
        }
        need(known);
        // The interface is as it is.
        throw Errno.EOPNOTSUPP;
      }
      default -> {
        need(known);
        throw Errno.EOPNOTSUPP;
      }
    }
    return 0;
  }

  private static void need(boolean known) throws Errno {
    if (!known) {
      throw Errno.ENODEV;
    }
  }

  private static void putAddress(UserMemory m, long value, boolean known, int address)
      throws Errno {
    need(known);
    m.putShort(value, AF_INET);
    m.putShort(value + 2, (short) 0);
    m.putInt(value + 4, address);
    m.putLong(value + 8, 0);
  }

  private static void configuration(UserMemory m, long va) throws Errno {
    int room = m.getInt(va + Ifconf.IFC_LEN);
    long list = m.getLong(va + Ifconf.IFC_IFCU);
    if (list == 0) {
      m.putInt(va + Ifconf.IFC_LEN, Ifreq.SIZE);
      return;
    }
    if (room < Ifreq.SIZE) {
      m.putInt(va + Ifconf.IFC_LEN, 0);
      return;
    }
    m.zero(list, Ifreq.SIZE);
    m.write(list, Arrays.copyOf(nameBytes(), NAME_SIZE));
    putAddress(m, list + Ifreq.IFR_IFRU, true, ADDRESS);
    m.putInt(va + Ifconf.IFC_LEN, Ifreq.SIZE);
  }
}
