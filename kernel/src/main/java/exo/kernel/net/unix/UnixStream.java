package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.net.Message;
import exo.kernel.net.NetContext;
import exo.kernel.net.Packet;
import exo.kernel.net.PacketQueue;
import exo.kernel.net.PeerCredentials;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes. It has borders nobody sees: where files were sent, and where another process
 * began to send.
 */
final class UnixStream extends UnixSocket {
  /** Most bytes of one piece, so that a reader has room to give back before all is read. */
  private static final int LONGEST_PIECE = 1 << 15;

  private PeerCredentials lastSender = PeerCredentials.NOBODY;

  UnixStream(NetContext net, UnixFamily family) {
    super(net, family, exo.kernel.abi.Socket.SOCK_STREAM);
  }

  @Override
  UnixSocket sibling() {
    return new UnixStream(net, family);
  }

  @Override
  public boolean signalsBrokenPipe() {
    return true;
  }

  @Override
  public long connect(Caller who, byte[] name, boolean waits) throws Errno {
    return connectTo(who, UnixAddress.parse(name));
  }

  @Override
  public long send(Caller who, IoBuffer from, Message m) throws Errno {
    if (m.has(exo.kernel.abi.Socket.MSG_OOB)) {
      throw Errno.EOPNOTSUPP;
    }
    if (m.name != null) {
      throw isConnected() ? Errno.EISCONN : Errno.EOPNOTSUPP;
    }
    UnixSocket to = peer();
    if (sendShut()) {
      return Errno.EPIPE.negated();
    }
    if (to == null) {
      throw Errno.ENOTCONN;
    }
    if (to.isDead() || to.receiveShut()) {
      return Errno.EPIPE.negated();
    }
    PeerCredentials credentials = m.credentials;
    if (credentials == null) {
      lastSender = PeerCredentials.ofSender(who, lastSender);
      credentials = lastSender;
    }
    long done = 0;
    while (from.remaining() > 0 && !from.faulted()) {
      if (outstanding() >= options().sendBuffer()) {
        break;
      }
      long len = Math.min(from.remaining(), piece());
      long moved = put(to.queue(), from, len, credentials, m);
      done += moved;
      if (moved < len) {
        break;
      }
    }
    if (done > 0) {
      to.readable().wakeAll();
      return done;
    }
    return from.remaining() > 0 && !from.faulted() ? Errno.EAGAIN.negated() : from.result(0);
  }

  private long piece() {
    return Math.min(LONGEST_PIECE, options().sendBuffer() / 2);
  }

  private long put(PacketQueue queue, IoBuffer from, long len, PeerCredentials who, Message m)
      throws Errno {
    Packet last = queue.last();
    OpenFile[] files = m.takeFiles();
    if (files.length == 0
        && last != null
        && last.files.length == 0
        && who.equals(last.credentials)
        && last.sender == this) {
      long moved = queue.extend(last, from, len);
      sent(moved);
      return moved;
    }
    Packet p;
    try {
      p = queue.addSome(from, len);
    } catch (Errno e) {
      m.files = files;
      throw e;
    }
    if (p == null) {
      m.files = files;
      return 0;
    }
    p.sender = this;
    p.from = address();
    p.credentials = who;
    p.files = files;
    family.inFlight().sent(files);
    sent(p.length);
    return p.length;
  }

  @Override
  public long receive(IoBuffer to, Message m) throws Errno {
    if (!isConnected()) {
      throw Errno.EINVAL;
    }
    if (m.has(exo.kernel.abi.Socket.MSG_OOB)) {
      throw Errno.EOPNOTSUPP;
    }
    Packet first = queue().first();
    if (first == null || waitsForMore(to, m)) {
      return first == null ? nothing(m) : Errno.EAGAIN.negated();
    }
    long done = m.peeks() ? peekAll(to, m) : takeAll(to, m);
    if (m.peeks()) {
      options().peeked(done);
    } else {
      options().taken(done);
    }
    return to.result(done);
  }

  private long nothing(Message m) {
    long e = takeError();
    if (e != 0) {
      return e;
    }
    m.ends = true;
    return receiveShut() ? 0 : Errno.EAGAIN.negated();
  }

  private boolean waitsForMore(IoBuffer to, Message m) {
    long wanted = Math.min(options().receiveLowWater(), to.remaining());
    if (m.peeks() && m.has(exo.kernel.abi.Socket.MSG_WAITALL)) {
      wanted = Math.min(to.remaining(), options().sendBuffer());
    }
    return m.waits && !receiveShut() && error() == 0 && queue().size() < wanted;
  }

  private long takeAll(IoBuffer to, Message m) {
    long done = 0;
    PeerCredentials shown = null;
    Packet p;
    while ((p = queue().first()) != null && !to.faulted()) {
      if (done > 0 && to.remaining() == 0) {
        break;
      }
      if (shown != null && differs(p, shown)) {
        m.ends = true;
        break;
      }
      shown = show(p, m);
      long moved = queue().take(p, to, to.remaining());
      done += moved;
      if (p.sender instanceof UnixSocket sender) {
        sender.consumed(moved);
      }
      OpenFile[] files = p.files;
      if (files.length > 0 && !to.faulted()) {
        p.files = new OpenFile[0];
        family.inFlight().received(files);
        m.files = files;
        m.ends = true;
      }
      if (p.length == 0) {
        forget(p);
      }
      if (m.ends) {
        break;
      }
    }
    return done;
  }

  private boolean differs(Packet p, PeerCredentials shown) {
    return showsCredentials() && !shown.equals(p.credentials);
  }

  private @Nullable PeerCredentials show(Packet p, Message m) {
    m.from = named(p);
    if (showsCredentials()) {
      m.credentials = p.credentials;
    }
    return p.credentials;
  }

  private long peekAll(IoBuffer to, Message m) {
    long done = 0;
    long skip = options().peekOffset();
    long at = skip;
    PeerCredentials shown = null;
    for (Packet p = queue().first(); p != null; p = PacketQueue.next(p)) {
      if (at >= p.length) {
        at -= p.length;
        continue;
      }
      if (to.remaining() == 0 || to.faulted() || shown != null && differs(p, shown)) {
        break;
      }
      shown = show(p, m);
      done += queue().peek(to, skip + done, p.length - at);
      at = 0;
      if (p.files.length > 0) {
        m.files = p.files.clone();
        for (OpenFile f : m.files) {
          f.retain();
        }
        break;
      }
    }
    return done;
  }
}
