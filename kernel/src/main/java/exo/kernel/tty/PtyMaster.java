package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Signals;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.PathWalk;

/** The open master side of a pseudoterminal. */
public final class PtyMaster extends OpenFile {
  private final Pty pty;

  PtyMaster(Path path, int flags, Pty pty) {
    super(path, flags);
    this.pty = pty;
  }

  @Override
  public boolean writesAll() {
    return true;
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public WaitQueue readable() {
    return pty.readable();
  }

  @Override
  public WaitQueue writable() {
    return pty.writable();
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    return pty.read(to);
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    return pty.write(from);
  }

  @Override
  public int poll() {
    return pty.poll();
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    UserMemory memory = who.memory();
    Terminal slave = pty.slave();
    switch (command) {
      case Ioctl.TIOCSPTLCK -> pty.locked(memory.getInt(argument) != 0);
      case Ioctl.TIOCGPTLCK -> memory.putInt(argument, pty.isLocked() ? 1 : 0);
      case Ioctl.TIOCPKT -> pty.packets(memory.getInt(argument) != 0);
      case Ioctl.TIOCGPKT -> memory.putInt(argument, pty.hasPackets() ? 1 : 0);
      case Ioctl.TIOCGPTN -> memory.putInt(argument, pty.number());
      case Ioctl.TIOCSIG -> {
        int signal = (int) argument;
        if (signal < 1 || signal > Signals.SIGRTMAX) {
          throw Errno.EINVAL;
        }
        slave.signal(signal);
      }
      case Ioctl.FIONREAD -> memory.putInt(argument, pty.available());
      default -> {
        return TerminalIoctl.of(TerminalCaller.of(who), this, slave, command, argument);
      }
    }
    return 0;
  }

  /**
   * TIOCGPTPEER: opens the slave by its name in the caller's {@code /dev/pts}, locked or not.
   *
   * @param flags O_* of open(2)
   * @return the file, with one reference
   */
  public OpenFile openPeer(Caller who, int flags) throws Errno {
    PathWalk walk = new PathWalk();
    walk.resolve(who, Fcntl.AT_FDCWD, "/dev/pts/" + pty.number(), PathWalk.FOLLOW);
    if (walk.inode().rdev() != pty.slave().device()) {
      throw Errno.ENOENT;
    }
    return TerminalFile.open(walk.path(), flags, who, pty.slave());
  }

  @Override
  protected void closed() {
    pty.closeMaster();
  }
}
