package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;

/** Stopping and continuing whole processes. */
public final class JobControl {
  private JobControl() {}

  /** A stop signal took effect: every thread stops before it runs again. */
  static void stopGroup(ThreadGroup group, int signal) {
    group.stop(signal);
    for (Task t : group.tasks()) {
      t.kernel().kick(t);
    }
    tellParent(group, SignalInfo.CLD_STOPPED, signal);
  }

  /** SIGCONT was sent, or SIGKILL: stopped threads go on. */
  static void continueGroup(ThreadGroup group) {
    if (!group.isStopped()) {
      return;
    }
    group.resume();
    for (Task t : group.tasks()) {
      t.continueAfterStop();
    }
    tellParent(group, SignalInfo.CLD_CONTINUED, Signals.SIGCONT);
  }

  private static void tellParent(ThreadGroup group, int code, int status) {
    ThreadGroup parent = group.parent();
    if (parent == null || parent.tasks().isEmpty()) {
      return;
    }
    Task any = parent.tasks().getFirst();
    if ((any.actions().flags(Signals.SIGCHLD) & SignalActions.SA_NOCLDSTOP) == 0) {
      SignalSending.toGroup(
          parent, new SignalInfo(Signals.SIGCHLD, code, group.pid(), group.uid(), status));
    }
    parent.childEvents().wakeAll();
  }
}
