package exo.kernel.tty;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Signals;
import exo.kernel.vfs.OpenFile;

/** The commands on controlling terminals and foreground groups. Source: ioctl_tty(2). */
final class SessionIoctl {
  private static final long EIO = Errno.EIO.negated();

  private SessionIoctl() {}

  static long of(TerminalCaller who, OpenFile file, Terminal t, int command, long argument)
      throws Errno {
    boolean master = !(file instanceof TerminalFile);
    return switch (command) {
      case Ioctl.TIOCSCTTY -> take(who, file, t, argument);
      case Ioctl.TIOCNOTTY -> {
        if (master || who.terminal() != t) {
          throw Errno.ENOTTY;
        }
        who.leaveTerminal();
        yield 0;
      }
      case Ioctl.TIOCGPGRP -> {
        ownOrMaster(who, t, master);
        yield TerminalIoctl.put(who.memory(), argument, t.foreground());
      }
      case Ioctl.TIOCGSID -> {
        ownOrMaster(who, t, master);
        if (t.session() == Terminal.NONE) {
          throw Errno.ENOTTY;
        }
        yield TerminalIoctl.put(who.memory(), argument, t.session());
      }
      default -> foreground(who, t, argument);
    };
  }

  private static void ownOrMaster(TerminalCaller who, Terminal t, boolean master) throws Errno {
    if (!master && who.terminal() != t) {
      throw Errno.ENOTTY;
    }
  }

  /** TIOCSCTTY. */
  private static long take(TerminalCaller who, OpenFile file, Terminal t, long steal) throws Errno {
    if (who.isSessionLeader() && who.session() == t.session()) {
      return 0;
    }
    if (!who.isSessionLeader() || who.terminal() != null) {
      throw Errno.EPERM;
    }
    boolean privileged = who.credentials().hasCapability(Capability.CAP_SYS_ADMIN);
    if (t.session() != Terminal.NONE) {
      if (steal != 1 || !privileged) {
        throw Errno.EPERM;
      }
      t.steal();
    }
    if (!file.isReadable() && !privileged) {
      throw Errno.EPERM;
    }
    t.attach(who);
    return 0;
  }

  /** TIOCSPGRP. */
  private static long foreground(TerminalCaller who, Terminal t, long argument) throws Errno {
    long refused = who.checkForeground(t, Signals.SIGTTOU);
    if (refused == EIO) {
      throw Errno.ENOTTY;
    }
    if (refused != 0) {
      return refused;
    }
    int group = who.memory().getInt(argument);
    if (group < 0) {
      throw Errno.EINVAL;
    }
    if (who.terminal() != t || t.session() != who.session()) {
      throw Errno.ENOTTY;
    }
    if (!t.jobs().exists(group)) {
      throw Errno.ESRCH;
    }
    if (t.jobs().sessionOf(group) != who.session()) {
      throw Errno.EPERM;
    }
    t.foreground(group);
    return 0;
  }
}
