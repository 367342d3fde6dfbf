package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Termio;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.tty.LineDiscipline;
import exo.kernel.tty.Terminal;
import exo.kernel.tty.TerminalFile;
import exo.kernel.tty.Termios;
import exo.kernel.uaccess.IoBuffer;

/**
 * read(2) of a terminal: background processes are stopped, and without ICANON the read waits for
 * VMIN bytes or VTIME tenths of a second. Source: termios(3).
 */
final class TerminalReads {
  private static final long TENTH_NANOS = 100_000_000L;
  private static final long EAGAIN = Errno.EAGAIN.negated();

  // Which of the task's kept values holds when the read began, in monotonic nanoseconds.
  private static final int BEGAN = 1;

  private TerminalReads() {}

  static long read(Task task, TerminalFile file, IoBuffer to, boolean mayWait) throws Errno {
    Terminal terminal = file.terminal();
    if (!task.call().isResumed()) {
      long refused = file.isHungUp() ? 0 : task.checkForeground(terminal, Signals.SIGTTIN);
      if (refused != 0) {
        return refused;
      }
      task.call().keepLong(BEGAN, task.kernel().clock().monotonicNanos());
    }
    if (file.isHungUp() || to.remaining() == 0) {
      return 0;
    }
    LineDiscipline d = terminal.discipline();
    return d.isCanonical()
        ? Transfer.readOnce(task, file, to, mayWait)
        : readBytes(task, file, to, mayWait);
  }

  private static long readBytes(Task task, TerminalFile file, IoBuffer to, boolean mayWait)
      throws Errno {
    LineDiscipline d = file.terminal().discipline();
    Termios t = d.termios();
    int min = t.character(Termio.VMIN);
    long time = t.character(Termio.VTIME) * TENTH_NANOS;
    int available = d.available();
    if (available > 0 && (available >= Math.min(min, to.remaining()) || !mayWait)) {
      return file.read(to);
    }
    if (min == 0 && time == 0) {
      return 0;
    }
    if (!mayWait) {
      return EAGAIN;
    }
    long deadline = Task.NO_DEADLINE;
    if (time > 0 && (min == 0 || available > 0)) {
      long began = task.call().keptLong(BEGAN);
      deadline = time + (min == 0 ? began : Math.max(began, file.terminal().lastInputNanos()));
      if (task.kernel().clock().monotonicNanos() >= deadline) {
        return available > 0 ? file.read(to) : 0;
      }
    }
    task.waitOn(file.readable());
    long answer = task.park(deadline, Restart.SYS);
    return answer != Task.BLOCKED && available > 0 ? file.read(to) : answer;
  }
}
