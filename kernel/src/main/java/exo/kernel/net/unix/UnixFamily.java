package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Socket;
import exo.kernel.abi.Stat;
import exo.kernel.net.NetContext;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Permissions;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The AF_UNIX sockets of a machine, and who has which name. */
public final class UnixFamily {
  /** Names that bind(2) chooses have five hexadecimal digits. */
  private static final int CHOSEN_NAMES = 1 << 20;

  private final NetContext net;
  private final Map<String, UnixSocket> names = new HashMap<>();
  private final Map<Inode, UnixSocket> inodes = new IdentityHashMap<>();
  private final LinkedHashSet<UnixSocket> sockets = new LinkedHashSet<>();
  private final InFlight inFlight = new InFlight();
  private int lastChosen;

  public UnixFamily(NetContext net) {
    this.net = net;
  }

  /**
   * A new socket.
   *
   * @throws Errno EPROTONOSUPPORT, ESOCKTNOSUPPORT
   */
  public exo.kernel.net.Socket create(int type, int protocol) throws Errno {
    if (protocol != 0 && protocol != Socket.AF_UNIX) {
      throw Errno.EPROTONOSUPPORT;
    }
    return switch (type) {
      case Socket.SOCK_STREAM -> new UnixStream(net, this);
      case Socket.SOCK_DGRAM, Socket.SOCK_RAW -> new UnixMessages(net, this, Socket.SOCK_DGRAM);
      case Socket.SOCK_SEQPACKET -> new UnixMessages(net, this, Socket.SOCK_SEQPACKET);
      default -> throw Errno.ESOCKTNOSUPPORT;
    };
  }

  /** The sockets that live, oldest first. */
  public Collection<? extends exo.kernel.net.Socket> sockets() {
    return Collections.unmodifiableSet(sockets);
  }

  /** A line of {@code /proc/net/unix}. */
  public void describe(StringBuilder out) {
    out.append("Num       RefCount Protocol Flags    Type St Inode Path\n");
    for (UnixSocket s : sockets) {
      s.describe(out);
    }
  }

  void add(UnixSocket socket) {
    sockets.add(socket);
  }

  void remove(UnixSocket socket) {
    sockets.remove(socket);
  }

  InFlight inFlight() {
    return inFlight;
  }

  /**
   * Whom a name names.
   *
   * @param type SOCK_*: of the one who asks
   * @throws Errno ECONNREFUSED if nobody; EPROTOTYPE if a socket of another kind; what walking to a
   *     path throws
   */
  UnixSocket find(Caller who, UnixAddress to, int type) throws Errno {
    UnixSocket found;
    if (to.isAbstract()) {
      found = names.get(to.text());
    } else {
      Inode inode = Opens.find(who, Fcntl.AT_FDCWD, to.path(), Fcntl.AT_SYMLINK_FOLLOW).inode();
      Permissions.check(inode, Permissions.WRITE, who.credentials());
      found = inode.type() == Stat.S_IFSOCK ? inodes.get(inode) : null;
    }
    if (found == null) {
      throw Errno.ECONNREFUSED;
    }
    if (found.type() != type) {
      throw Errno.EPROTOTYPE;
    }
    return found;
  }

  @Nullable UnixSocket named(UnixAddress address) {
    return names.get(address.text());
  }

  void name(UnixAddress address, UnixSocket socket) throws Errno {
    if (names.putIfAbsent(address.text(), socket) != null) {
      throw Errno.EADDRINUSE;
    }
  }

  /** A name that nobody has. */
  UnixAddress chooseName() throws Errno {
    for (int i = 0; i < CHOSEN_NAMES; i++) {
      lastChosen = (lastChosen + 1) % CHOSEN_NAMES;
      String text = "\0%05x".formatted(lastChosen);
      if (!names.containsKey(text)) {
        return new UnixAddress(text);
      }
    }
    throw Errno.ENOSPC;
  }

  void unname(UnixAddress address) {
    names.remove(address.text());
  }

  void place(Inode inode, UnixSocket socket) {
    inodes.put(inode, socket);
  }

  void displace(Inode inode) {
    inodes.remove(inode);
  }
}
