package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Termio;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** An open terminal. */
public final class TerminalFile extends OpenFile {
  private static final int HUNG_UP = ALWAYS_READY | Poll.EPOLLERR | Poll.EPOLLHUP;

  private final Terminal terminal;
  private final int hangUps;

  private TerminalFile(Path path, int flags, Terminal terminal) {
    super(path, flags);
    this.terminal = terminal;
    this.hangUps = terminal.hangUps();
    terminal.opened();
  }

  /**
   * Opens a terminal. A session leader without one gets it as its controlling terminal, unless
   * O_NOCTTY forbids it or it belongs to another session.
   *
   * @throws Errno EBUSY after TIOCEXCL
   */
  public static TerminalFile open(Path path, int flags, Caller who, Terminal terminal)
      throws Errno {
    if (terminal.isExclusive()
        && !who.credentials().hasCapability(exo.kernel.abi.Capability.CAP_SYS_ADMIN)) {
      throw Errno.EBUSY;
    }
    TerminalFile file = new TerminalFile(path, flags, terminal);
    if ((flags & Fcntl.O_NOCTTY) == 0
        && file.isReadable()
        && terminal.session() == Terminal.NONE
        && who instanceof TerminalCaller process
        && process.isSessionLeader()
        && process.terminal() == null) {
      terminal.attach(process);
    }
    return file;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Whether it was opened before the line was cut. */
  public boolean isHungUp() {
    return hangUps != terminal.hangUps();
  }

  /** Whether writers in the background are stopped: TOSTOP. */
  public boolean stopsBackground() {
    return terminal.discipline().termios().localHas(Termio.TOSTOP);
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
    return terminal.readable();
  }

  @Override
  public WaitQueue writable() {
    return terminal.writable();
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    if (isHungUp()) {
      return 0;
    }
    long done = terminal.read(to);
    if (done > 0) {
      touchAccessTime();
    }
    return done;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    if (isHungUp()) {
      throw Errno.EIO;
    }
    return terminal.write(from);
  }

  @Override
  public int poll() {
    if (isHungUp()) {
      return HUNG_UP;
    }
    LineDiscipline d = terminal.discipline();
    int events = d.isReadable(d.pollMinimum()) ? Poll.EPOLLIN | Poll.EPOLLRDNORM : 0;
    return terminal.room() > 0 ? events | Poll.EPOLLOUT | Poll.EPOLLWRNORM : events;
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (isHungUp()) {
      throw command == Ioctl.TIOCSPGRP ? Errno.ENOTTY : Errno.EIO;
    }
    return TerminalIoctl.of(TerminalCaller.of(who), this, terminal, command, argument);
  }

  @Override
  protected void closed() {
    terminal.closed();
  }
}
