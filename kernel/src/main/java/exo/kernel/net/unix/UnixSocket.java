package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
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
import exo.kernel.vfs.OpenFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of AF_UNIX sockets have: a name, which is that of {@link UnixBinding};
 * connections, begun at a {@link UnixListening}; room, and an end.
 */
abstract class UnixSocket extends Socket {
  /** How many messages a receiver has before senders wait: net.unix.max_dgram_qlen. */
  static final int LONGEST_QUEUE = 10;

  /** What a message takes of the sender's room besides its bytes, about as in Linux. */
  static final int OVERHEAD = 767;

  final UnixFamily family;
  private final PacketQueue queue;
  private final UnixBinding binding;
  private final List<UnixSocket> waitingSenders = new ArrayList<>(0);
  private @Nullable UnixListening listening;
  private @Nullable UnixSocket peer;

  // Of the listener that had none when connect(2) asked for it.
  private @Nullable WaitQueue awaitedRoom;
  private PeerCredentials peerCredentials = PeerCredentials.NOBODY;
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
    binding = new UnixBinding(family, this);
    family.add(this);
  }

  final PacketQueue queue() {
    return queue;
  }

  /** The connections that nobody accepted yet; none if it does not listen. */
  final Collection<UnixSocket> accepting() {
    UnixListening l = listening;
    return l == null ? List.of() : l.accepting();
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
    return binding.address();
  }

  private boolean isConnectionless() {
    return type() == exo.kernel.abi.Socket.SOCK_DGRAM;
  }

  /** Whether it is one end of a connection; a datagram socket with a peer is not. */
  final boolean isConnected() {
    return !isConnectionless() && peer != null;
  }

  /** A new socket of the same kind: the other end of a connection. */
  abstract UnixSocket sibling();

  // Names.

  @Override
  public final void bind(Caller who, byte[] name) throws Errno {
    binding.bind(who, name);
  }

  @Override
  public final SocketAddress name() {
    return binding.address();
  }

  @Override
  public final SocketAddress peerName() throws Errno {
    UnixSocket p = peer;
    if (p == null) {
      throw Errno.ENOTCONN;
    }
    return p.address();
  }

  /** Who sent a message, or null if nobody with a name. */
  static @Nullable SocketAddress named(Packet p) {
    return UnixAddress.UNNAMED.equals(p.from) ? null : p.from;
  }

  // Connections.

  @Override
  public final void listen(Caller who, int backlog) throws Errno {
    if (isConnectionless()) {
      throw Errno.EOPNOTSUPP;
    }
    if (!binding.isBound() || isConnected()) {
      throw Errno.EINVAL;
    }
    UnixListening l = listening;
    if (l == null) {
      listening = new UnixListening(backlog);
    } else {
      l.backlog(backlog);
    }
    peerCredentials = PeerCredentials.ofPeer(who);
  }

  @Override
  public final boolean isListening() {
    return listening != null;
  }

  /** Makes the connection of a stream or of messages in sequence. */
  final long connectTo(Caller who, UnixAddress to) throws Errno {
    UnixSocket listener = family.find(who, to, type());
    UnixListening l = listener.listening;
    if (l == null || listener.receiveShut()) {
      throw Errno.ECONNREFUSED;
    }
    if (l.isFull()) {
      awaitedRoom = l.room();
      return Errno.EAGAIN.negated();
    }
    if (isConnected()) {
      throw Errno.EISCONN;
    }
    if (isListening()) {
      throw Errno.EINVAL;
    }
    UnixSocket other = listener.sibling();
    other.binding.show(listener.address());
    join(this, other);
    peerCredentials = listener.peerCredentials;
    other.peerCredentials = PeerCredentials.ofPeer(who);
    l.add(other);
    listener.readable().wakeAll();
    return 0;
  }

  private static void join(UnixSocket a, UnixSocket b) {
    a.peer = b;
    b.peer = a;
    a.wakeAll();
  }

  @Override
  public final WaitQueue connectQueue() {
    WaitQueue q = awaitedRoom;
    return q == null ? writable() : q;
  }

  @Override
  public final Socket accept() throws Errno {
    if (isConnectionless()) {
      throw Errno.EOPNOTSUPP;
    }
    UnixListening l = listening;
    if (l == null || receiveShut() && l.accepting().isEmpty()) {
      throw Errno.EINVAL;
    }
    return l.accept();
  }

  @Override
  public final void pair(Caller who, Socket other) {
    UnixSocket o = (UnixSocket) other;
    peer = o;
    o.peer = this;
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
    UnixListening l = listening;
    if (l != null) {
      l.room().wakeAll();
    }
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
    if (!queue.isEmpty() || !accepting().isEmpty()) {
      events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    if (!isConnectionless() && !isListening() && peer == null) {
      events |= Poll.EPOLLHUP;
    }
    if (!isListening() && hasRoom() && receiverHasRoom()) {
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
        if (isListening()) {
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
    for (UnixSocket waiting : accepting()) {
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

  /**
   * Nobody has the socket any more, or ever will.
   *
   * @param unaccepted of a connection that its listener did not accept: the peer hears of a reset
   */
  final void end(boolean unaccepted) {
    dead = true;
    family.remove(this);
    binding.unbind();
    boolean unread = !queue.isEmpty() || unaccepted;
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
    UnixListening l = listening;
    listening = null;
    if (l != null) {
      l.close();
    }
    purge();
    wakeSenders();
    wakeAll();
  }

  /** A line of {@code /proc/net/unix}. */
  final void describe(StringBuilder out) {
    SocketFile file = file();
    int shown = isConnected() ? 3 : 1;
    long inode = file == null ? 0 : file.inode().number();
    out.append(
        "%016x: %08X %08X %08X %04X %02X %5d"
            .formatted(
                0, peer == null ? 2 : 3, 0, isListening() ? 0x10000 : 0, type(), shown, inode));
    out.append(binding.isBound() ? " " + address().shown() : "").append('\n');
  }
}
