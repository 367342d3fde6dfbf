package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.sched.WaitQueue;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SignalSending;
import exo.kernel.task.Task;
import exo.kernel.tty.TerminalFile;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;

/**
 * What all forms of read(2) and write(2) share: waiting, going on after a wait, SIGPIPE, and what
 * was moved beating a late error.
 */
final class Transfer {
  /** As an offset: the file's own position, which moves on. */
  static final long AT_POSITION = -1;

  static final long EAGAIN = Errno.EAGAIN.negated();
  static final long EPIPE = Errno.EPIPE.negated();

  // Which of the task's kept values counts the bytes of the rounds before.
  private static final int DONE = 0;

  // Which of them is the time when the call stops waiting.
  private static final int DEADLINE = 1;

  private Transfer() {}

  /**
   * The file of a descriptor, for calls that may wait. One that has waited goes on with the file it
   * began with, although another thread may have closed or replaced the descriptor: as Linux, where
   * the call has a reference.
   *
   * @throws Errno EBADF if it is not open, or was opened with O_PATH
   */
  static OpenFile file(Task task, long fd) throws Errno {
    OpenFile held = task.call().heldFile();
    if (held != null) {
      return held;
    }
    OpenFile file = task.files().get((int) fd);
    task.call().uses(file);
    return file;
  }

  /** Bytes that earlier rounds of this call moved: a write that waited goes on behind them. */
  static long done(Task task) {
    return task.call().keptLong(DONE);
  }

  /**
   * Reads once; waits if there is nothing yet.
   *
   * @param off offset in the file, or {@link #AT_POSITION}
   * @return the count, -errno, or what a wait answers
   */
  static long read(Task task, OpenFile file, IoBuffer to, long off, boolean mayWait) throws Errno {
    if (off == AT_POSITION && file instanceof TerminalFile terminal) {
      if (!file.isReadable()) {
        throw Errno.EBADF;
      }
      return TerminalReads.read(task, terminal, to, mayWait);
    }
    long n = off == AT_POSITION ? file.read(to) : file.pread(to, off);
    return n == EAGAIN && mayWait ? await(task, file.readable(), file.readTimeoutNanos()) : n;
  }

  /**
   * Waits on a queue. To be returned by the handler.
   *
   * @param timeoutNanos from the first wait of this call on, or 0 for no end; with one, a signal
   *     ends the call for good: signal(7)
   * @return -EAGAIN when the time is over
   */
  static long await(Task task, WaitQueue queue, long timeoutNanos) {
    if (timeoutNanos == 0) {
      return task.block(queue);
    }
    long now = task.kernel().clock().monotonicNanos();
    long deadline = task.call().keptLong(DEADLINE);
    if (deadline == 0) {
      deadline = Times.add(now, timeoutNanos);
      task.call().keepLong(DEADLINE, deadline);
    }
    if (now >= deadline) {
      return EAGAIN;
    }
    task.waitOn(queue);
    return task.park(deadline, Errno.EINTR.negated());
  }

  /** Reads what is there now, or waits for it. */
  static long readOnce(Task task, OpenFile file, IoBuffer to, boolean mayWait) throws Errno {
    long n = file.read(to);
    return n == EAGAIN && mayWait ? task.block(file.readable()) : n;
  }

  /**
   * Writes; waits until there is room, and where the file takes all or nothing of it ({@link
   * OpenFile#writesAll}) until all is written.
   *
   * @param from what is left after {@link #done}
   * @param off offset in the file, or {@link #AT_POSITION}
   * @return the count of all rounds, -errno, or what a wait answers
   */
  static long write(Task task, OpenFile file, IoBuffer from, long off, boolean mayWait)
      throws Errno {
    if (!task.call().isResumed()
        && file instanceof TerminalFile terminal
        && terminal.stopsBackground()) {
      long refused = task.checkForeground(terminal.terminal(), Signals.SIGTTOU);
      if (refused != 0) {
        return refused;
      }
    }
    long done = done(task);
    long n = attempt(task, file, from, off);
    if (n > 0) {
      done += n;
    }
    boolean more = n > 0 && from.remaining() > 0 && !from.faulted() && file.writesAll();
    if (mayWait && (n == EAGAIN || more)) {
      task.call().keepLong(DONE, done);
      long answer = await(task, file.writable(), file.writeTimeoutNanos());
      return answer == Task.BLOCKED || done == 0 ? answer : done;
    }
    return done > 0 ? done : n;
  }

  /** One write, whose errors are results; one where nobody reads sends SIGPIPE. */
  static long attempt(Task task, OpenFile file, IoBuffer from, long off) {
    long n;
    try {
      n = off == AT_POSITION ? file.write(from, task) : file.pwrite(from, off, task);
    } catch (Errno e) {
      n = e.negated();
    }
    if (n == EPIPE && file.signalsBrokenPipe()) {
      brokenPipe(task);
    }
    return n;
  }

  /** SIGPIPE: the task wrote where nobody reads. */
  static void brokenPipe(Task task) {
    SignalSending.toTask(
        task,
        new SignalInfo(
            Signals.SIGPIPE, SignalInfo.SI_USER, task.group().pid(), task.credentials().uid(), 0));
  }
}
