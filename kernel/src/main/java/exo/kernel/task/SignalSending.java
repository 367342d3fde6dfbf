package exo.kernel.task;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Signals;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalInfo;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.IoOwner;
import java.util.List;

/** How a signal comes to a thread or a process. */
public final class SignalSending {
  private SignalSending() {}

  /** To one thread, as tgkill(2). */
  public static void toTask(Task task, SignalInfo info) {
    if (!task.isAlive() || prepare(task, info.number())) {
      return;
    }
    task.signals().pending().add(info);
    tellReaders(task);
    if (!endsAll(task, info.number())) {
      notice(task);
    }
  }

  /** To a process: some thread that does not block it takes it. As kill(2). */
  public static void toGroup(ThreadGroup group, SignalInfo info) {
    if (group.isZombie() || group.tasks().isEmpty()) {
      return;
    }
    if (prepare(group.tasks().getFirst(), info.number())) {
      return;
    }
    group.pending().add(info);
    tellReaders(group.tasks().getFirst());
    long bit = Signal.mask(info.number());
    if (info.number() == Signals.SIGKILL) {
      for (Task t : group.tasks()) {
        notice(t);
      }
      return;
    }
    for (Task t : group.tasks()) {
      if ((t.signals().mask() & bit) == 0 || (t.signals().awaited() & bit) != 0) {
        if (!endsAll(t, info.number())) {
          notice(t);
        }
        return;
      }
    }
  }

  /**
   * A signal that will end the process of the thread that is to take it ends all its threads as it
   * is sent: none of them makes a step more in user mode. Core dumps need the one thread, and
   * happen when it takes the signal.
   */
  private static boolean endsAll(Task task, int signal) {
    ThreadGroup group = task.group();
    long blocked = task.signals().mask() | task.signals().awaited();
    if (group.tasks().size() == 1
        || group.isExiting()
        || Signal.defaultOf(signal) != Signal.Default.TERMINATE
        || task.actions().isCaught(signal)
        || task.actions().isIgnored(signal)
        || (blocked & Signal.mask(signal)) != 0) {
      return false;
    }
    group.beginExit(signal);
    for (Task t : List.copyOf(group.tasks())) {
      t.signals().pending().add(SignalInfo.kernel(Signals.SIGKILL));
      notice(t);
    }
    return true;
  }

  /**
   * To the owner of an open file, a thread, a process or a process group, where who set it may send
   * them signals.
   */
  static void toOwner(Processes processes, IoOwner owner, SignalInfo info) {
    switch (owner.kind()) {
      case Fcntl.F_OWNER_TID -> {
        Task task = processes.task(owner.id());
        if (task != null && maySend(owner, task)) {
          toTask(task, info);
        }
      }
      case Fcntl.F_OWNER_PID -> {
        ThreadGroup group = processes.group(owner.id());
        if (group != null) {
          ownerGroup(group, owner, info);
        }
      }
      default -> {
        for (ThreadGroup group : List.copyOf(processes.groups())) {
          if (group.processGroup() == owner.id()) {
            ownerGroup(group, owner, info);
          }
        }
      }
    }
  }

  private static void ownerGroup(ThreadGroup group, IoOwner owner, SignalInfo info) {
    if (!group.tasks().isEmpty() && maySend(owner, group.tasks().getFirst())) {
      toGroup(group, info);
    }
  }

  private static boolean maySend(IoOwner owner, Task to) {
    Credentials c = to.credentials();
    return owner.euid() == 0
        || owner.euid() == c.suid()
        || owner.euid() == c.uid()
        || owner.uid() == c.suid()
        || owner.uid() == c.uid();
  }

  /** Wakes those who read the receiver's signals through a signalfd. */
  private static void tellReaders(Task receiver) {
    KernelServices kernel = receiver.kernel();
    Task before = kernel.current(receiver);
    receiver.group().signalQueue().wakeAll();
    kernel.current(before);
  }

  /**
   * A fault of the running thread itself: blocked or ignored, it is delivered all the same, as the
   * default action.
   */
  public static void force(Task task, SignalInfo info) {
    int s = info.number();
    long bit = Signal.mask(s);
    if ((task.signals().mask() & bit) != 0 || task.actions().isIgnored(s)) {
      task.actions().set(s, exo.kernel.signal.SignalActions.SIG_DFL, 0, 0, 0);
      task.signals().mask(task.signals().mask() & ~bit);
    }
    task.signals().pending().add(info);
  }

  /**
   * What sending does at once: stop and continue cancel each other; ignored signals go no further.
   */
  private static boolean prepare(Task task, int signal) {
    ThreadGroup group = task.group();
    switch (Signal.defaultOf(signal)) {
      case STOP -> discard(group, Signal.mask(Signals.SIGCONT));
      case CONTINUE -> {
        discard(group, STOPS);
        JobControl.continueGroup(group);
      }
      default -> {
        // nothing to prepare
      }
    }
    return task.actions().isIgnored(signal)
        && (task.signals().mask() & Signal.mask(signal)) == 0
        && signal != Signals.SIGCONT;
  }

  private static final long STOPS =
      Signal.mask(Signals.SIGSTOP)
          | Signal.mask(Signals.SIGTSTP)
          | Signal.mask(Signals.SIGTTIN)
          | Signal.mask(Signals.SIGTTOU);

  private static void discard(ThreadGroup group, long mask) {
    group.pending().discard(mask);
    for (Task t : group.tasks()) {
      t.signals().pending().discard(mask);
    }
  }

  /** Makes the thread look at its signals: ends its wait, or brings it out of guest code. */
  static void notice(Task task) {
    if (task.runState() == Task.State.STOPPED && task.signals().isKilled()) {
      task.continueAfterStop();
    }
    if (task.isUninterruptible() && !task.signals().isKilled()) {
      return;
    }
    SignalState s = task.signals();
    if (s.isAnyDeliverable() || (s.allPending() & s.awaited()) != 0) {
      task.makeRunnable();
      task.kernel().kick(task);
    }
  }
}
