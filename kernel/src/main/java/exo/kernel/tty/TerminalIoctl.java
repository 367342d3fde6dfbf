package exo.kernel.tty;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Termio;
import exo.kernel.abi.layout.Winsize;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;

/**
 * What ioctl(2) does to terminals. Source: ioctl_tty(2). The master side of a pseudoterminal has
 * the same commands, which mostly mean the slave.
 */
final class TerminalIoctl {
  private TerminalIoctl() {}

  /** Answers a result, or what makes the call begin again. */
  static long of(TerminalCaller who, OpenFile file, Terminal t, int command, long argument)
      throws Errno {
    UserMemory memory = who.memory();
    return switch (command) {
      case Ioctl.TIOCGWINSZ -> putSize(memory, argument, t.size());
      case Ioctl.TIOCSWINSZ -> {
        t.resize(size(memory, argument));
        yield 0;
      }
      case Ioctl.TIOCEXCL, Ioctl.TIOCNXCL -> {
        t.exclusive(command == Ioctl.TIOCEXCL);
        yield 0;
      }
      case Ioctl.TIOCGEXCL -> put(memory, argument, t.isExclusive() ? 1 : 0);
      case Ioctl.TIOCGETD -> put(memory, argument, Termio.N_TTY);
      case Ioctl.TIOCSETD -> {
        if (memory.getInt(argument) != Termio.N_TTY) {
          throw Errno.EINVAL;
        }
        yield 0;
      }
      case Ioctl.TIOCGDEV -> put(memory, argument, (int) t.device());
      case Ioctl.TIOCOUTQ -> put(memory, argument, 0);
      case Ioctl.FIONREAD -> put(memory, argument, t.discipline().available());
      case Ioctl.TIOCGPTPEER -> throw Errno.EIO;
      case Ioctl.TIOCVHANGUP -> {
        require(who, Capability.CAP_SYS_ADMIN);
        t.hangUp();
        yield 0;
      }
      case Ioctl.TIOCSTI -> type(who, t, memory.getByte(argument));
      case Ioctl.TCSBRK, Ioctl.TCSBRKP, Ioctl.TIOCSBRK, Ioctl.TIOCCBRK ->
          who.checkForeground(t, Signals.SIGTTOU);
      case Ioctl.TCFLSH -> {
        long refused = who.checkForeground(t, Signals.SIGTTOU);
        yield refused != 0 ? refused : flush(t, argument);
      }
      case Ioctl.TCXONC -> {
        long refused = who.checkForeground(t, Signals.SIGTTOU);
        yield refused != 0 ? refused : flow(t, argument);
      }
      case Ioctl.TIOCSCTTY, Ioctl.TIOCNOTTY, Ioctl.TIOCGPGRP, Ioctl.TIOCSPGRP, Ioctl.TIOCGSID ->
          SessionIoctl.of(who, file, t, command, argument);
      default -> TermiosIoctl.of(who, t, command, argument);
    };
  }

  static long put(UserMemory memory, long va, int value) throws Errno {
    memory.putInt(va, value);
    return 0;
  }

  static void require(TerminalCaller who, int capability) throws Errno {
    if (!who.credentials().hasCapability(capability)) {
      throw Errno.EPERM;
    }
  }

  private static long putSize(UserMemory memory, long va, WindowSize size) throws Errno {
    memory.putShort(va + Winsize.WS_ROW, (short) size.rows());
    memory.putShort(va + Winsize.WS_COL, (short) size.columns());
    memory.putShort(va + Winsize.WS_XPIXEL, (short) size.width());
    memory.putShort(va + Winsize.WS_YPIXEL, (short) size.height());
    return 0;
  }

  private static WindowSize size(UserMemory memory, long va) throws Errno {
    return new WindowSize(
        Short.toUnsignedInt(memory.getShort(va + Winsize.WS_ROW)),
        Short.toUnsignedInt(memory.getShort(va + Winsize.WS_COL)),
        Short.toUnsignedInt(memory.getShort(va + Winsize.WS_XPIXEL)),
        Short.toUnsignedInt(memory.getShort(va + Winsize.WS_YPIXEL)));
  }

  /** TIOCSTI: as if it had been typed, on one's own terminal. */
  private static long type(TerminalCaller who, Terminal t, byte c) throws Errno {
    if (who.terminal() != t) {
      require(who, Capability.CAP_SYS_ADMIN);
    }
    t.type(new byte[] {c}, 0, 1, t.lastInputNanos());
    return 0;
  }

  private static long flush(Terminal t, long queue) throws Errno {
    switch ((int) queue) {
      case Termio.TCIFLUSH -> t.flushInput();
      case Termio.TCOFLUSH -> t.flushed(false, true);
      case Termio.TCIOFLUSH -> {
        t.flushInput();
        t.flushed(false, true);
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  private static long flow(Terminal t, long what) throws Errno {
    switch ((int) what) {
      case Termio.TCOOFF -> t.stopped(true);
      case Termio.TCOON -> t.stopped(false);
      case Termio.TCIOFF -> sendControl(t, Termio.VSTOP);
      case Termio.TCION -> sendControl(t, Termio.VSTART);
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  /** Asks the other end to stop or start sending. */
  private static void sendControl(Terminal t, int index) {
    int c = t.discipline().termios().character(index);
    if (c != Termios.DISABLED && t.room() > 0) {
      t.put(c);
      t.drained();
    }
  }
}
