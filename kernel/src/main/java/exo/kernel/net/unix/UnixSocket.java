package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;
import exo.kernel.net.Interface;
import exo.kernel.net.NetContext;
import exo.kernel.net.Packet;
import exo.kernel.net.PacketQueue;
import exo.kernel.net.PeerCredentials;
import exo.kernel.net.Socket;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketFile;
import exo.kernel.net.SocketOptions;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Permissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all kinds of AF_UNIX sockets have: names, connections, ends. */
abstract class UnixSocket extends Socket {
  /** What it is in the life of a connection. */
  enum State {
    CLOSE,
    LISTEN,
    ESTABLISHED
  }

  /** How many messages a receiver has before senders wait: net.unix.max_dgram_qlen. */
  static final int LONGEST_QUEUE = 10;

  /** What a message takes of the sender's room besides its bytes, about as in Linux. */
  static final int OVERHEAD = 767;

  final UnixFamily family;
  private final PacketQueue queue;
  private final ArrayDeque<UnixSocket> accepting = new ArrayDeque<>(0);
  private final WaitQueue acceptRoom = new WaitQueue();
  private final List<UnixSocket> waitingSenders = new ArrayList<>(0);
  private State state = State.CLOSE;
  private @Nullable UnixSocket peer;
  private UnixAddress address = UnixAddress.UNNAMED;
  private @Nullable Path boundPath;
  private @Nullable Inode boundInode;
  private @Nullable WaitQueue connecting;
  private PeerCredentials peerCredentials = PeerCredentials.NOBODY;
  private PeerCredentials ownCredentials = PeerCredentials.NOBODY;
  private int backlog = LONGEST_QUEUE;
  private boolean dead;

  // What this socket sent and its receivers have not yet read.
  private long outstanding;

  UnixSocket(NetContext net, UnixFamily family, int type) {
    super(
        net,
        exo.kernel.abi.Socket.AF_UNIX,
        type,
        0,
        new SocketOptions(SocketOptions.DEFAULT_BUFFER, SocketOptions.DEFAULT_BUFFER));
    this.family = family;
    queue = new PacketQueue(net);
    family.add(this);
  }

  final PacketQueue queue() {
    return queue;
  }

  final Collection<UnixSocket> accepting() {
    return accepting;
  }

  final State state() {
    return state;
  }

  final @Nullable UnixSocket peer() {
    return peer;
  }

  final void peer(@Nullable UnixSocket newPeer) {
    peer = newPeer;
  }

  final boolean isDead() {
    return dead;
  }

  final UnixAddress address() {
    return address;
  }

  private boolean isConnectionless() {
    return type() == exo.kernel.abi.Socket.SOCK_DGRAM;
  }

  /** A new socket of the same kind: the other end of a connection. */
  abstract UnixSocket sibling();

  // Names.

  @Override
  public final void bind(Caller who, byte[] name) throws Errno {
    if (UnixAddress.isFamilyAlone(name)) {
      autobind();
      return;
    }
    UnixAddress wanted = UnixAddress.parse(name);
    if (wanted.isAbstract()) {
      if (!address.text().isEmpty()) {
        throw Errno.EINVAL;
      }
      family.name(wanted, this);
    } else {
      if (!address.text().isEmpty()) {
        throw isTaken(who, wanted.path()) ? Errno.EADDRINUSE : Errno.EINVAL;
      }
      bindPath(who, wanted.path());
    }
    address = wanted;
  }

  private static boolean isTaken(Caller who, String path) {
    try {
      Opens.find(who, Fcntl.AT_FDCWD, path, 0);
      return true;
    } catch (Errno none) {
      return false;
    }
  }

  private void bindPath(Caller who, String path) throws Errno {
    try {
      Directories.mknod(who, Fcntl.AT_FDCWD, path, Stat.S_IFSOCK | 0777, 0);
    } catch (Errno e) {
      throw e == Errno.EEXIST ? Errno.EADDRINUSE : e;
    }
    Path place = Opens.find(who, Fcntl.AT_FDCWD, path, 0);
    Inode made = place.inode();
    place.retain();
    made.retain();
    boundPath = place;
    boundInode = made;
    family.place(made, this);
  }

  final void autobind() throws Errno {
    if (address.text().isEmpty()) {
      UnixAddress chosen = family.chooseName();
      family.name(chosen, this);
      address = chosen;
    }
  }

  /**
   * Whom a name names.
   *
   * @throws Errno ECONNREFUSED if nobody; EPROTOTYPE if a socket of another kind; what walking to a
   *     path throws
   */
  final UnixSocket find(Caller who, UnixAddress to) throws Errno {
    UnixSocket found;
    if (to.isAbstract()) {
      found = family.named(to);
    } else {
      Inode inode = Opens.find(who, Fcntl.AT_FDCWD, to.path(), Fcntl.AT_SYMLINK_FOLLOW).inode();
      Permissions.check(inode, Permissions.WRITE, who.credentials());
      found = inode.type() == Stat.S_IFSOCK ? family.at(inode) : null;
    }
    if (found == null) {
      throw Errno.ECONNREFUSED;
    }
    if (found.type() != type()) {
      throw Errno.EPROTOTYPE;
    }
    return found;
  }

  @Override
  public final SocketAddress name() {
    return address;
  }

  @Override
  public final SocketAddress peerName() throws Errno {
    UnixSocket p = peer;
    if (p == null) {
      throw Errno.ENOTCONN;
    }
    return p.address;
  }

  /** Who sent a message, or null if nobody with a name. */
  static @Nullable SocketAddress named(Packet p) {
    return UnixAddress.UNNAMED.equals(p.from) ? null : p.from;
  }

  // Connections.

  @Override
  public final void listen(Caller who, int wanted) throws Errno {
    if (isConnectionless()) {
      throw Errno.EOPNOTSUPP;
    }
    if (address.text().isEmpty() || state == State.ESTABLISHED) {
      throw Errno.EINVAL;
    }
    if (wanted > backlog) {
      acceptRoom.wakeAll();
    }
    backlog = wanted;
    state = State.LISTEN;
    peerCredentials = PeerCredentials.ofPeer(who);
    ownCredentials = peerCredentials;
  }

  @Override
  public final boolean isListening() {
    return state == State.LISTEN;
  }

  /** Makes the connection of a stream or of messages in sequence. */
  final long connectTo(Caller who, UnixAddress to, boolean waits) throws Errno {
    UnixSocket listener = find(who, to);
    if (listener.state != State.LISTEN || listener.receiveShut()) {
      throw Errno.ECONNREFUSED;
    }
    if (Integer.compareUnsigned(listener.accepting.size(), listener.backlog) > 0) {
      connecting = listener.acceptRoom;
      return Errno.EAGAIN.negated();
    }
    switch (state) {
      case CLOSE -> {}
      case ESTABLISHED -> throw Errno.EISCONN;
      case LISTEN -> throw Errno.EINVAL;
    }
    UnixSocket other = listener.sibling();
    other.address = listener.address;
    join(this, other);
    peerCredentials = listener.ownCredentials;
    other.peerCredentials = PeerCredentials.ofPeer(who);
    listener.accepting.add(other);
    listener.readable().wakeAll();
    return 0;
  }

  private static void join(UnixSocket a, UnixSocket b) {
    a.peer = b;
    b.peer = a;
    a.state = State.ESTABLISHED;
    b.state = State.ESTABLISHED;
    a.wakeAll();
  }

  @Override
  public final WaitQueue connectQueue() {
    WaitQueue q = connecting;
    return q == null ? writable() : q;
  }

  @Override
  public final Socket accept() throws Errno {
    if (isConnectionless()) {
      throw Errno.EOPNOTSUPP;
    }
    if (state != State.LISTEN || receiveShut() && accepting.isEmpty()) {
      throw Errno.EINVAL;
    }
    UnixSocket first = accepting.poll();
    if (first == null) {
      throw Errno.EAGAIN;
    }
    acceptRoom.wakeAll();
    return first;
  }

  @Override
  public final void pair(Caller who, Socket other) {
    UnixSocket o = (UnixSocket) other;
    peer = o;
    o.peer = this;
    if (!isConnectionless()) {
      state = State.ESTABLISHED;
      o.state = State.ESTABLISHED;
    }
    peerCredentials = PeerCredentials.ofPeer(who);
    o.peerCredentials = peerCredentials;
  }

  @Override
  public final PeerCredentials peerCredentials() {
    return peerCredentials;
  }

  @Override
  public final boolean passesCredentials() {
    return true;
  }

  final boolean showsCredentials() {
    return options().is(exo.kernel.abi.Socket.SO_PASSCRED);
  }

  @Override
  public final void shutdown(int how) throws Errno {
    int bits = shutBits(how);
    addShut(bits);
    wakeAll();
    acceptRoom.wakeAll();
    UnixSocket p = peer;
    if (p != null && !isConnectionless()) {
      p.addShut((bits & SEND) != 0 ? RECEIVE : 0);
      p.addShut((bits & RECEIVE) != 0 ? SEND : 0);
      p.wakeAll();
    }
  }

  // Room.

  /** What is sent and not read, as far as it takes room. */
  final long outstanding() {
    return outstanding;
  }

  final void sent(long bytes) {
    outstanding += bytes;
  }

  /** Bytes that this socket sent were read or thrown away. */
  final void consumed(long bytes) {
    boolean was = hasRoom();
    outstanding -= bytes;
    if (!was && hasRoom() || outstanding == 0) {
      writable().wakeAll();
    }
  }

  /** Whether poll(2) says that it can be written to: three quarters are free. */
  final boolean hasRoom() {
    return outstanding * 4 <= options().sendBuffer();
  }

  @Override
  protected final void limitsChanged() {
    writable().wakeAll();
  }

  /** A sender found the queue of messages full: it hears when that changes. */
  final void awaitRoom(UnixSocket sender) {
    if (!waitingSenders.contains(sender)) {
      waitingSenders.add(sender);
    }
  }

  final void wakeSenders() {
    if (!waitingSenders.isEmpty()) {
      List<UnixSocket> woken = List.copyOf(waitingSenders);
      waitingSenders.clear();
      for (UnixSocket s : woken) {
        s.writable().wakeAll();
      }
    }
  }

  // Readiness.

  @Override
  public int poll() {
    int events = 0;
    if (error() != 0) {
      events |= Poll.EPOLLERR;
    }
    if (shut() == (RECEIVE | SEND)) {
      events |= Poll.EPOLLHUP;
    }
    if (receiveShut()) {
      events |= Poll.EPOLLRDHUP | Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    if (!queue.isEmpty() || !accepting.isEmpty()) {
      events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    if (!isConnectionless() && state == State.CLOSE) {
      events |= Poll.EPOLLHUP;
    }
    if (state != State.LISTEN && hasRoom() && receiverHasRoom()) {
      events |= Poll.EPOLLOUT | Poll.EPOLLWRNORM | Poll.EPOLLWRBAND;
    }
    return events;
  }

  /** Whether the receiver takes another message; of streams, that is only a matter of bytes. */
  boolean receiverHasRoom() {
    return true;
  }

  @Override
  public final long ioctl(Caller who, int command, long argument) throws Errno {
    UserMemory m = who.memory();
    switch (command) {
      case Ioctl.SIOCINQ -> {
        if (state == State.LISTEN) {
          throw Errno.EINVAL;
        }
        Packet first = queue.first();
        long bytes = isConnectionless() ? (first == null ? 0 : first.length) : queue.size();
        m.putInt(argument, (int) bytes);
        return 0;
      }
      case Ioctl.SIOCOUTQ -> {
        m.putInt(argument, (int) outstanding);
        return 0;
      }
      default -> {
        return Interface.ioctl(who, command, argument);
      }
    }
  }

  // The end.

  /** Takes everything out of the queue. */
  final void purge() {
    Packet p;
    while ((p = queue.first()) != null) {
      discard(p);
    }
    for (UnixSocket waiting : accepting) {
      waiting.purge();
    }
  }

  /** Forgets the first message, which nobody read to its end. */
  final void discard(Packet first) {
    OpenFile[] files = first.files;
    forget(first);
    if (files.length > 0) {
      family.inFlight().received(files);
      family.inFlight().release(files);
    }
  }

  /** Forgets the first message, whose files were dealt with. */
  final void forget(Packet first) {
    long length = first.length;
    UnixSocket sender = (UnixSocket) first.sender;
    int overhead = first.extra;
    queue.remove();
    if (sender != null) {
      sender.consumed(length + overhead);
    }
  }

  @Override
  protected final void closing() {
    family.inFlight().closing(this, 1);
  }

  @Override
  protected final void closed() {
    end(false);
    family.inFlight().collect();
  }

  private void end(boolean unaccepted) {
    dead = true;
    family.remove(this);
    unbind();
    boolean unread = !queue.isEmpty() || unaccepted;
    State was = state;
    state = State.CLOSE;
    addShut(RECEIVE | SEND);
    UnixSocket p = peer;
    peer = null;
    if (p != null && !isConnectionless()) {
      p.addShut(RECEIVE | SEND);
      if (unread) {
        p.error(Errno.ECONNRESET.number());
      }
      p.wakeAll();
    }
    if (was == State.LISTEN) {
      UnixSocket waiting;
      while ((waiting = accepting.poll()) != null) {
        waiting.end(true);
      }
      acceptRoom.wakeAll();
    }
    purge();
    wakeSenders();
    wakeAll();
  }

  private void unbind() {
    if (!address.text().isEmpty() && family.named(address) == this) {
      family.unname(address);
    }
    Inode inode = boundInode;
    Path path = boundPath;
    if (inode != null && path != null) {
      boundInode = null;
      boundPath = null;
      family.displace(inode);
      inode.release();
      path.release();
    }
  }

  /** A line of {@code /proc/net/unix}. */
  final void describe(StringBuilder out) {
    SocketFile file = file();
    int shown = state == State.ESTABLISHED ? 3 : 1;
    long inode = file == null ? 0 : file.inode().number();
    out.append(
        "%016x: %08X %08X %08X %04X %02X %5d"
            .formatted(
                0,
                peer == null ? 2 : 3,
                0,
                state == State.LISTEN ? 0x10000 : 0,
                type(),
                shown,
                inode));
    out.append(address.text().isEmpty() ? "" : " " + address.shown()).append('\n');
  }
}
