package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.Packet;
import exo.kernel.net.PeerCredentials;
import exo.kernel.net.Timestamps;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/** Messages with borders: datagrams, or in the sequence of a connection. */
final class UnixMessages extends UnixSocket {
  private PeerCredentials lastSender = PeerCredentials.NOBODY;

  UnixMessages(NetContext net, UnixFamily family, int type) {
    super(net, family, type);
  }

  @Override
  UnixSocket sibling() {
    return new UnixMessages(net, family, type());
  }

  private boolean isSequence() {
    return type() == Socket.SOCK_SEQPACKET;
  }

  @Override
  public long connect(Caller who, byte[] name, boolean waits) throws Errno {
    if (isSequence()) {
      return connectTo(who, UnixAddress.parse(name));
    }
    if (name.length < Short.BYTES) {
      throw Errno.EINVAL;
    }
    if (name[0] == Socket.AF_UNSPEC && name[1] == 0) {
      changePeer(null);
      return 0;
    }
    UnixSocket to = family.find(who, UnixAddress.parse(name), type());
    if (to.peer() != null && to.peer() != this) {
      throw Errno.EPERM;
    }
    changePeer(to);
    return 0;
  }

  /** What others sent is no longer wanted: Linux throws it away and tells them. */
  private void changePeer(@Nullable UnixSocket to) {
    UnixSocket before = peer();
    peer(to);
    if (before != null && before != to && before.peer() == this) {
      before.error(Errno.ECONNRESET.number());
      before.writable().wakeAll();
      before.readable().wakeAll();
    }
    if (before != null && before != to) {
      purge();
    }
    writable().wakeAll();
  }

  @Override
  public long send(Caller who, IoBuffer from, Message m) throws Errno {
    if (m.has(Socket.MSG_OOB)) {
      throw Errno.EOPNOTSUPP;
    }
    UnixSocket to = receiver(who, m);
    long len = from.remaining();
    if (len > options().sendBuffer() - 32) {
      throw Errno.EMSGSIZE;
    }
    if (error() != 0) {
      return takeError();
    }
    if (sendShut()) {
      return Errno.EPIPE.negated();
    }
    if (to.isDead()) {
      if (m.name == null) {
        peer(null);
      }
      throw Errno.ECONNREFUSED;
    }
    if (to.peer() != null && to.peer() != this) {
      throw Errno.EPERM;
    }
    if (to.receiveShut()) {
      return Errno.EPIPE.negated();
    }
    if (outstanding() >= options().sendBuffer()) {
      return Errno.EAGAIN.negated();
    }
    if (to.peer() != this && to.queue().count() > LONGEST_QUEUE) {
      to.awaitRoom(this);
      return Errno.EAGAIN.negated();
    }
    Packet p = to.queue().add(from, len);
    p.sender = this;
    p.extra = OVERHEAD;
    p.from = address();
    p.files = m.takeFiles();
    p.sentNanos = net.clock().realtimeNanos();
    family.inFlight().sent(p.files);
    PeerCredentials given = m.credentials;
    if (given == null) {
      lastSender = PeerCredentials.ofSender(who, lastSender);
      given = lastSender;
    }
    p.credentials = given;
    sent(len + OVERHEAD);
    to.readable().wakeAll();
    return len;
  }

  private UnixSocket receiver(Caller who, Message m) throws Errno {
    byte[] name = m.name;
    if (isSequence()) {
      if (!isConnected()) {
        throw Errno.ENOTCONN;
      }
      name = null;
    }
    if (name != null) {
      return family.find(who, UnixAddress.parse(name), type());
    }
    UnixSocket to = peer();
    if (to == null) {
      if (sendShut() && isSequence()) {
        throw Errno.EPIPE;
      }
      throw Errno.ENOTCONN;
    }
    return to;
  }

  @Override
  boolean receiverHasRoom() {
    UnixSocket to = peer();
    if (to == null || isSequence() || to.peer() == this || to.isDead()) {
      return true;
    }
    if (to.queue().count() <= LONGEST_QUEUE) {
      return true;
    }
    to.awaitRoom(this);
    return false;
  }

  @Override
  public long receive(IoBuffer to, Message m) throws Errno {
    if (isSequence() && !isConnected()) {
      throw Errno.ENOTCONN;
    }
    if (m.has(Socket.MSG_OOB)) {
      throw Errno.EOPNOTSUPP;
    }
    Packet p = queue().first();
    if (p == null) {
      long e = takeError();
      if (e != 0) {
        return e;
      }
      return receiveShut() && (isSequence() || m.waits) ? 0 : Errno.EAGAIN.negated();
    }
    long length = p.length;
    long skip = m.peeks() ? options().peekOffset() : 0;
    long moved = queue().peek(to, skip, Math.max(0, length - skip));
    if (to.faulted()) {
      throw Errno.EFAULT;
    }
    if (moved < length - skip) {
      m.answered |= Socket.MSG_TRUNC;
    }
    m.from = named(p);
    if (showsCredentials()) {
      m.credentials = p.credentials;
    }
    Timestamps.add(options(), p.sentNanos, m);
    OpenFile[] files = p.files;
    if (m.peeks()) {
      options().peeked(moved);
      m.files = files.clone();
      for (OpenFile f : files) {
        f.retain();
      }
    } else {
      options().taken(length);
      family.inFlight().received(files);
      m.files = files;
      forget(p);
      wakeSenders();
    }
    return m.has(Socket.MSG_TRUNC) ? length - skip : moved;
  }
}
