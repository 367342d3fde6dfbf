package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;

/** What a thread does with its pending signals on the way back to ring 3. */
final class SignalDelivery {
  private static final long EINTR = -4;
  private static final int SYSCALL_LENGTH = 2;

  /** An ELF core file of less than a page is not begun. Source: core(5). */
  private static final long SMALLEST_CORE = 4096;

  private SignalDelivery() {}

  /**
   * Takes signals until none is left, and lays a frame for each that has a handler: the last one's
   * handler runs first, as on Linux. Afterwards the task may be dead or stopped.
   *
   * @param result what the system call just made answered, if that is a {@link Restart} code; else
   *     any other value
   */
  static void deliver(Task task, long result) {
    long restart = Restart.isRestart(result) ? result : 0;
    SignalState signals = task.signals();
    // SIGKILL ends a stopped process too, and comes before all others.
    while (task.isAlive() && (!task.group().isStopped() || signals.isKilled())) {
      long kind = signals.isKilled() ? Signal.mask(Signals.SIGKILL) : ~signals.mask();
      SignalInfo info = signals.take(kind);
      if (info == null) {
        break;
      }
      task.kernel().counters().signals++;
      SyscallObserver observer = task.kernel().observer();
      if (observer != null && !isIgnored(task, info)) {
        observer.signal(task, info);
      }
      if (task.actions().isCaught(info.number())) {
        finishInterrupted(task, restart, info.number());
        restart = 0;
        handle(task, info);
        continue;
      }
      applyDefault(task, info);
    }
    if (restart != 0 && task.isAlive()) {
      repeatCall(task);
      if (restart == Restart.RESUME) {
        task.call().resumeNext();
      }
    }
    signals.restoreMask();
  }

  private static boolean isIgnored(Task task, SignalInfo info) {
    return task.actions().isIgnored(info.number());
  }

  private static void applyDefault(Task task, SignalInfo info) {
    int signal = info.number();
    if (isIgnored(task, info)) {
      return;
    }
    switch (Signal.defaultOf(signal)) {
      case TERMINATE -> Exit.group(task, signal);
      case CORE -> Exit.group(task, dumpsCore(task) ? signal | Exit.CORE_DUMPED : signal);
      case STOP -> {
        if (signal == Signals.SIGSTOP
            || !OrphanedGroups.isOrphaned(
                task.kernel().processes(), task.group().processGroup(), null)) {
          JobControl.stopGroup(task.group(), signal);
        }
      }
      case IGNORE, CONTINUE -> {
        // nothing further: continuing was done when the signal was sent
      }
    }
  }

  /** Whether Linux would write a core file; its default limit forbids it. */
  private static boolean dumpsCore(Task task) {
    ThreadGroup group = task.group();
    return group.isDumpable() && group.limits().bound(ResourceLimits.CORE) >= SMALLEST_CORE;
  }

  /** A handler is about to run: the call it interrupted is made again after it, or fails. */
  private static void finishInterrupted(Task task, long restart, int signal) {
    if (restart == 0) {
      return;
    }
    boolean again =
        restart == Restart.NOINTR
            || (restart == Restart.SYS
                && (task.actions().flags(signal) & SignalActions.SA_RESTART) != 0);
    if (again) {
      repeatCall(task);
    } else {
      task.state().rax(EINTR);
    }
  }

  private static void repeatCall(Task task) {
    task.state().rax(task.state().origRax());
    task.state().rip(task.state().rip() - SYSCALL_LENGTH);
  }

  private static void handle(Task task, SignalInfo info) {
    int signal = info.number();
    SignalActions actions = task.actions();
    long oldMask = task.signals().takeLastingMask();
    long flags = actions.flags(signal);
    boolean pushed = SignalFrame.push(task, info, oldMask);
    if ((flags & SignalActions.SA_RESETHAND) != 0) {
      actions.set(signal, SignalActions.SIG_DFL, flags, 0, 0);
    }
    if (!pushed) {
      if (signal == Signals.SIGSEGV) {
        actions.set(signal, SignalActions.SIG_DFL, 0, 0, 0);
      }
      SignalSending.force(task, SignalInfo.kernel(Signals.SIGSEGV));
      return;
    }
    long mask = task.signals().mask() | actions.mask(signal);
    if ((flags & SignalActions.SA_NODEFER) == 0) {
      mask |= Signal.mask(signal);
    }
    task.signals().mask(mask);
  }
}
