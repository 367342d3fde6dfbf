package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How threads and processes end: exit(2), exit_group(2) and deadly signals. */
public final class Exit {
  /** Bit of a wait status: a core image would have been written. */
  public static final int CORE_DUMPED = 0x80;

  private Exit() {}

  /**
   * Ends the whole process.
   *
   * @param waitStatus exit code times 256, or the deadly signal, with {@link #CORE_DUMPED}
   */
  public static void group(Task task, int waitStatus) {
    ThreadGroup group = task.group();
    if (!group.isExiting()) {
      group.beginExit(waitStatus);
      for (Task other : List.copyOf(group.tasks())) {
        if (other != task) {
          SignalSending.toTask(other, SignalInfo.kernel(Signals.SIGKILL));
        }
      }
    }
    thread(task);
  }

  /** Ends one thread; with the last one the process ends. */
  public static void thread(Task task) {
    if (!task.isAlive()) {
      return;
    }
    KernelServices kernel = task.kernel();
    ThreadGroup group = task.group();
    task.abandonWait();
    task.runState(Task.State.DEAD);
    leaveMemory(task);
    boolean last = group.tasks().size() == 1;
    if (last) {
      group.dropImage();
    }
    group.use().peakPages = Math.max(group.use().peakPages, task.space().usage().peakResident());
    task.files().release();
    task.fs().release();
    task.actions().release();
    task.space().release();
    long now = kernel.clock().monotonicNanos();
    group.threadEnded(task, task.cpuNanos(now));
    kernel.scheduler().forget(task);
    kernel.processes().remove(task);
    kernel.forget(task);
    if (last) {
      process(kernel, task, group);
    } else {
      group.exitQueue().wakeAll();
    }
  }

  /**
   * execve(2): every thread but this one ends at once. What one does on another CPU meanwhile comes
   * to nothing, for its memory goes too.
   */
  public static void otherThreads(Task task) {
    for (Task other : List.copyOf(task.group().tasks())) {
      if (other != task) {
        task.kernel().scheduler().callOut(other);
        thread(other);
      }
    }
    task.kernel().processes().lead(task);
  }

  /** The last words in the memory a thread leaves, by its end or by execve(2). */
  public static void leaveMemory(Task task) {
    RobustFutexes.release(task);
    task.kernel().piFutexes().ownerDied(task);
    clearChildTid(task);
    if (task.extras().vforkParent != null) {
      task.extras().vforkParent = null;
      task.group().vforkDone().wakeAll();
    }
  }

  /** set_tid_address(2), CLONE_CHILD_CLEARTID: joiners wait on that word. */
  private static void clearChildTid(Task task) {
    long va = task.extras().clearChildTid;
    if (va == 0) {
      return;
    }
    try {
      task.memory().putInt(va, 0);
      long key = FutexKeys.of(task.space(), va);
      if (key != FutexKeys.NONE) {
        task.kernel().futexes().wake(key, 1);
      }
    } catch (Errno unreachable) {
      // As Linux: a bad address here harms only the program that gave it.
    }
  }

  private static void process(KernelServices kernel, Task last, ThreadGroup group) {
    if (!group.isExiting()) {
      group.beginExit(last.extras().exitStatus);
    }
    SyscallObserver observer = kernel.observer();
    if (observer != null) {
      observer.exited(last, group.waitStatus());
    }
    group.becomeZombie();
    group.undoSemaphores(kernel);
    if (group.isSessionLeader()) {
      kernel.terminalJobs().leaderEnded(group);
    }
    group.timers().end();
    orphan(kernel, group);
    OrphanedGroups.left(kernel.processes(), group);
    group.exitQueue().wakeAll();
    ThreadGroup.ExitListener listener = group.exitListener();
    ThreadGroup parent = group.parent();
    if (listener != null || parent == null || parent.tasks().isEmpty()) {
      reap(kernel, group);
    } else {
      tellParent(kernel, last, group, parent);
    }
    if (listener != null) {
      listener.exited(group);
    }
  }

  /** Children go to the nearest subreaper above, or to process 1. */
  private static void orphan(KernelServices kernel, ThreadGroup group) {
    ThreadGroup heir = heir(kernel, group);
    for (ThreadGroup child : new ArrayList<>(group.children())) {
      group.children().remove(child);
      child.reparent(heir);
      OrphanedGroups.reparented(kernel.processes(), child, group);
      if (child.isZombie()) {
        if (heir == null || heir.tasks().isEmpty()) {
          reap(kernel, child);
        } else {
          heir.childEvents().wakeAll();
        }
      }
    }
  }

  private static @Nullable ThreadGroup heir(KernelServices kernel, ThreadGroup group) {
    for (ThreadGroup g = group.parent(); g != null; g = g.parent()) {
      if (g.isSubreaper() && !g.isZombie()) {
        return g;
      }
    }
    return kernel.init() == group ? null : kernel.init();
  }

  private static void tellParent(
      KernelServices kernel, Task last, ThreadGroup group, ThreadGroup parent) {
    // clone(2) takes any number for the signal; one that is none is not sent.
    int signal = group.exitSignal() <= Signals.SIGRTMAX ? group.exitSignal() : 0;
    Task any = parent.tasks().getFirst();
    SignalActions actions = any.actions();
    boolean unwanted =
        signal == Signals.SIGCHLD
            && (actions.handler(signal) == SignalActions.SIG_IGN
                || (actions.flags(signal) & SignalActions.SA_NOCLDWAIT) != 0);
    if (signal != 0 && !(unwanted && actions.handler(signal) == SignalActions.SIG_IGN)) {
      SignalSending.toGroup(parent, group.childSignal(signal));
    }
    if (unwanted) {
      reap(kernel, group);
    }
    parent.childEvents().wakeAll();
  }

  /** Takes a zombie out of the tables; its times go to its parent. */
  public static void reap(KernelServices kernel, ThreadGroup group) {
    ThreadGroup parent = group.parent();
    if (parent != null) {
      parent.reaped(group, kernel.clock().monotonicNanos());
    }
    kernel.processes().remove(group);
    group.becomeReaped();
  }
}
