package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/** A process before a terminal. */
public interface TerminalCaller extends Caller {
  int processGroup();

  int session();

  boolean isSessionLeader();

  /** The controlling terminal. */
  @Nullable Terminal terminal();

  /** Sets or clears the controlling terminal. */
  void terminal(@Nullable Terminal terminal);

  /**
   * Whether the process may do to its terminal what only the foreground may.
   *
   * @param signal SIGTTIN or SIGTTOU: what a process in the background gets
   * @return 0 to go on, -EIO, or what makes the call begin again after the signal
   */
  long checkForeground(Terminal terminal, int signal);

  /** Gives up the controlling terminal, a leader for the whole session: TIOCNOTTY. */
  void leaveTerminal();

  /**
   * The process behind a caller.
   *
   * @throws Errno ENOTTY for a caller from outside the guest
   */
  static TerminalCaller of(Caller who) throws Errno {
    if (who instanceof TerminalCaller process) {
      return process;
    }
    throw Errno.ENOTTY;
  }
}
