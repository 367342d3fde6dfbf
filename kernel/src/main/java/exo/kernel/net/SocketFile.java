package exo.kernel.net;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Ioctl;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.IoOwner;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** The open file of a socket. */
public final class SocketFile extends OpenFile {
  private final Socket socket;

  SocketFile(Path path, int flags, Socket socket) {
    super(path, flags);
    this.socket = socket;
    socket.file(this);
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public boolean writesAll() {
    return socket.isStream();
  }

  @Override
  public boolean signalsBrokenPipe() {
    return socket.signalsBrokenPipe();
  }

  @Override
  public long readTimeoutNanos() {
    return socket.options().receiveTimeoutNanos();
  }

  @Override
  public long writeTimeoutNanos() {
    return socket.options().sendTimeoutNanos();
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    if (to.remaining() == 0) {
      return 0;
    }
    Message m = socket.net.message().begin(0, !isNonBlocking());
    long n = socket.receive(to, m);
    m.dropFiles();
    return n;
  }

  @Override
  protected long writeAs(Caller who, IoBuffer from) throws Errno {
    return socket.send(who, from, socket.net.message().begin(0, !isNonBlocking()));
  }

  @Override
  public int poll() {
    return socket.poll();
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public WaitQueue readable() {
    return socket.readable();
  }

  @Override
  public WaitQueue writable() {
    return socket.writable();
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    switch (command) {
      case Ioctl.SIOCSPGRP -> {
        int id = who.memory().getInt(argument);
        int kind = id < 0 ? Fcntl.F_OWNER_PGRP : Fcntl.F_OWNER_PID;
        int uid = who.credentials().uid();
        int euid = who.credentials().euid();
        owner(new IoOwner(kind, Math.abs(id), uid, euid, owner().signal()));
        return 0;
      }
      case Ioctl.SIOCGPGRP -> {
        int id = owner().kind() == Fcntl.F_OWNER_PGRP ? -owner().id() : owner().id();
        who.memory().putInt(argument, id);
        return 0;
      }
      default -> {
        return socket.ioctl(who, command, argument);
      }
    }
  }

  @Override
  public void flush() {
    socket.closing();
  }

  @Override
  protected void closed() {
    socket.file(null);
    socket.closed();
  }
}
