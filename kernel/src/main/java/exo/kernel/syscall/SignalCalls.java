package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.signal.PendingSignals;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.AltStack;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Restart;
import exo.kernel.task.SigInfoWriter;
import exo.kernel.task.SignalFrame;
import exo.kernel.task.SignalSending;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;

/** Sending, blocking and handling signals. Source: signal(7) and the pages it names. */
final class SignalCalls {
  private static final int SIGSET_SIZE = 8;

  private SignalCalls() {}

  /** Linux {@code kill(2)}. */
  static long kill(Task task, long pid, long signal) throws Errno {
    int target = (int) pid;
    SignalInfo info = sentBy(task, (int) signal, SignalInfo.SI_USER);
    if (target > 0) {
      ThreadGroup g = groupOf(task, target);
      signalOrZero(signal);
      send(task, g, info);
      return 0;
    }
    if (target == Integer.MIN_VALUE) {
      throw Errno.ESRCH;
    }
    int id = target == 0 ? task.group().processGroup() : -target;
    return killMany(task, target == -1, id, info, signal);
  }

  /** To a process group; the signal number was checked. */
  static long toProcessGroup(Task task, int id, SignalInfo info) throws Errno {
    return killMany(task, false, id, info, info.number());
  }

  private static Task threadOf(Task task, int tid) throws Errno {
    Task t = task.kernel().processes().taskOrZombie(tid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    return t;
  }

  /** The process of a thread, whichever of its threads that is. */
  private static ThreadGroup groupOf(Task task, int tid) throws Errno {
    return threadOf(task, tid).group();
  }

  private static long killMany(Task task, boolean all, int id, SignalInfo info, long signal)
      throws Errno {
    boolean found = false;
    boolean sent = false;
    for (ThreadGroup g : java.util.List.copyOf(task.kernel().processes().groups())) {
      boolean meant = all ? g.pid() > 1 && g != task.group() : g.processGroup() == id;
      if (meant) {
        found = true;
        signalOrZero(signal);
        if (mayKill(task, g, info.number())) {
          sent = true;
          deliver(g, info);
        }
      }
    }
    if (!found) {
      throw Errno.ESRCH;
    }
    if (!sent) {
      throw Errno.EPERM;
    }
    return 0;
  }

  static long send(Task task, ThreadGroup g, SignalInfo info) throws Errno {
    if (!mayKill(task, g, info.number())) {
      throw Errno.EPERM;
    }
    deliver(g, info);
    return 0;
  }

  /**
   * Whether there is room for one more: RLIMIT_SIGPENDING bounds what is queued. Of kill(2) then
   * only the bit is kept.
   *
   * @throws Errno EAGAIN
   */
  private static boolean hasRoom(ThreadGroup g, PendingSignals pending, SignalInfo info)
      throws Errno {
    if (info.number() < Signals.SIGRTMIN
        || pending.queued() < g.limits().bound(ResourceLimits.SIGPENDING)) {
      return true;
    }
    if (info.code() != SignalInfo.SI_USER) {
      throw Errno.EAGAIN;
    }
    return (pending.set() & Signal.mask(info.number())) == 0;
  }

  private static void deliver(ThreadGroup g, SignalInfo info) throws Errno {
    if (info.number() != 0 && hasRoom(g, g.pending(), info)) {
      SignalSending.toGroup(g, info);
    }
  }

  /** kill(2), "For a process to have permission". */
  private static boolean mayKill(Task task, ThreadGroup g, int signal) {
    Task any = g.tasks().isEmpty() ? g.leader() : g.tasks().getFirst();
    if (g == task.group() || any == null) {
      return true;
    }
    if (signal == Signals.SIGCONT && g.session() == task.group().session()) {
      return true;
    }
    return Permission.maySignal(task.credentials(), any.credentials())
        || task.credentials().hasCapability(Capability.CAP_KILL);
  }

  static SignalInfo sentBy(Task task, int signal, int code) {
    return new SignalInfo(
        Math.max(signal, 0), code, task.group().pid(), task.credentials().uid(), 0);
  }

  static int signalOrZero(long signal) throws Errno {
    int s = (int) signal;
    if (s < 0 || s > Signal.MAX) {
      throw Errno.EINVAL;
    }
    return s;
  }

  /** Linux {@code tkill(2)}. */
  static long tkill(Task task, long tid, long signal) throws Errno {
    if ((int) tid <= 0) {
      throw Errno.EINVAL;
    }
    SignalInfo info = sentBy(task, (int) signal, SignalInfo.SI_TKILL);
    return toThread(task, -1, (int) tid, signal, info);
  }

  /** Linux {@code tgkill(2)}. */
  static long tgkill(Task task, long pid, long tid, long signal) throws Errno {
    if ((int) tid <= 0 || (int) pid <= 0) {
      throw Errno.EINVAL;
    }
    SignalInfo info = sentBy(task, (int) signal, SignalInfo.SI_TKILL);
    return toThread(task, (int) pid, (int) tid, signal, info);
  }

  private static long toThread(Task task, int pid, int tid, long signal, SignalInfo info)
      throws Errno {
    Task t = threadOf(task, tid);
    if (pid > 0 && t.group().pid() != pid) {
      throw Errno.ESRCH;
    }
    signalOrZero(signal);
    return toThread(task, t, info);
  }

  /** To one thread; the signal number was checked. */
  static long toThread(Task task, Task t, SignalInfo info) throws Errno {
    if (!mayKill(task, t.group(), info.number())) {
      throw Errno.EPERM;
    }
    if (info.number() != 0 && hasRoom(t.group(), t.signals().pending(), info)) {
      SignalSending.toTask(t, info);
    }
    return 0;
  }

  /** Linux {@code rt_sigqueueinfo(2)}. */
  static long rt_sigqueueinfo(Task task, long pid, long signal, long at) throws Errno {
    SignalInfo info = queued(task, (int) pid, (int) signal, at);
    ThreadGroup g = groupOf(task, (int) pid);
    signalOrZero(signal);
    send(task, g, info);
    return 0;
  }

  /** Linux {@code rt_tgsigqueueinfo(2)}. */
  static long rt_tgsigqueueinfo(Task task, long pid, long tid, long signal, long at) throws Errno {
    task.memory().read(at, new byte[SigInfoWriter.SIZE], 0, SigInfoWriter.SIZE);
    if ((int) tid <= 0 || (int) pid <= 0) {
      throw Errno.EINVAL;
    }
    SignalInfo info = queued(task, (int) tid, (int) signal, at);
    return toThread(task, (int) pid, (int) tid, signal, info);
  }

  static SignalInfo queued(Task task, int pid, int signal, long at) throws Errno {
    UserMemory m = task.memory();
    byte[] bytes = m.read(at, SigInfoWriter.SIZE);
    var b = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int code = b.getInt(8);
    // Only the kernel may claim to be the kernel, or kill(2); but to oneself, as a thread.
    if ((code >= 0 || code == SignalInfo.SI_TKILL) && pid != task.tid()) {
      throw Errno.EPERM;
    }
    return new SignalInfo(
        Math.clamp(signal, 0, Signal.MAX), code, b.getInt(16), b.getInt(20), b.getLong(24));
  }

  /** Linux {@code rt_sigaction(2)}. */
  static long rt_sigaction(Task task, long signal, long action, long old, long size) throws Errno {
    if (size != SIGSET_SIZE) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    long handler = 0;
    long flags = 0;
    long restorer = 0;
    long mask = 0;
    if (action != 0) {
      handler = m.getLong(action);
      flags = m.getLong(action + 8) & 0xffff_ffffL;
      restorer = m.getLong(action + 16);
      mask = m.getLong(action + 24);
    }
    int s = (int) signal;
    if (!Signal.isValid(s) || (action != 0 && (Signal.mask(s) & Signal.UNBLOCKABLE) != 0)) {
      throw Errno.EINVAL;
    }
    SignalActions a = task.actions();
    long oldHandler = a.handler(s);
    long oldFlags = a.flags(s);
    long oldRestorer = a.restorer(s);
    long oldMask = a.mask(s);
    if (action != 0) {
      a.set(s, handler, flags, restorer, mask);
      if (a.isIgnored(s)) {
        task.group().pending().discard(Signal.mask(s));
        for (Task t : task.group().tasks()) {
          t.signals().pending().discard(Signal.mask(s));
        }
      }
    }
    if (old != 0) {
      m.putLong(old, oldHandler);
      m.putLong(old + 8, oldFlags);
      m.putLong(old + 16, oldRestorer);
      m.putLong(old + 24, oldMask);
    }
    return 0;
  }

  /** Linux {@code rt_sigprocmask(2)}. */
  static long rt_sigprocmask(Task task, long how, long set, long old, long size) throws Errno {
    if (size != SIGSET_SIZE) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    long before = task.signals().mask();
    if (set != 0) {
      long given = m.getLong(set);
      switch ((int) how) {
        case Signals.SIG_BLOCK -> task.signals().mask(before | given);
        case Signals.SIG_UNBLOCK -> task.signals().mask(before & ~given);
        case Signals.SIG_SETMASK -> task.signals().mask(given);
        default -> throw Errno.EINVAL;
      }
    }
    if (old != 0) {
      m.putLong(old, before);
    }
    return 0;
  }

  /** Linux {@code rt_sigpending(2)}. */
  static long rt_sigpending(Task task, long set, long size) throws Errno {
    if (Long.compareUnsigned(size, SIGSET_SIZE) > 0) {
      throw Errno.EINVAL;
    }
    long pending = task.signals().allPending() & task.signals().mask();
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (pending >>> (i * 8));
    }
    task.memory().write(set, bytes, 0, (int) size);
    return 0;
  }

  /** Linux {@code rt_sigsuspend(2)}. */
  static long rt_sigsuspend(Task task, long set, long size) throws Errno {
    if (size != SIGSET_SIZE) {
      throw Errno.EINVAL;
    }
    if (!task.call().isResumed()) {
      task.signals().maskForWait(task.memory().getLong(set));
    }
    return task.park(Task.NO_DEADLINE, Restart.NOHAND);
  }

  /** Linux {@code pause(2)}. */
  static long pause(Task task) {
    return task.park(Task.NO_DEADLINE, Restart.NOHAND);
  }

  /** Linux {@code rt_sigtimedwait(2)}. */
  static long rt_sigtimedwait(Task task, long set, long at, long timeout, long size) throws Errno {
    if (size != SIGSET_SIZE) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    long wanted = m.getLong(set) & ~Signal.UNBLOCKABLE;
    long now = task.kernel().clock().monotonicNanos();
    if (!task.call().isResumed()) {
      long deadline =
          timeout == 0 ? Task.NO_DEADLINE : Times.add(now, UserTime.timespec(m, timeout));
      task.call().keepLong(0, deadline);
    }
    SignalInfo info = task.signals().take(wanted);
    if (info != null) {
      task.signals().await(0);
      if (at != 0) {
        SigInfoWriter.write(m, at, info);
      }
      return info.number();
    }
    if (now >= task.call().keptLong(0)) {
      task.signals().await(0);
      throw Errno.EAGAIN;
    }
    task.signals().await(wanted);
    long answer = task.park(task.call().keptLong(0), Restart.NOHAND);
    if (answer == Task.BLOCKED) {
      return answer;
    }
    task.signals().await(0);
    throw Errno.EINTR;
  }

  /** Linux {@code rt_sigreturn(2)}. A frame that cannot be one is SIGSEGV. */
  static long rt_sigreturn(Task task) {
    try {
      SignalFrame.restore(task);
    } catch (Errno forged) {
      SignalSending.force(task, SignalInfo.kernel(Signals.SIGSEGV));
    }
    return Task.REGISTERS_SET;
  }

  /** Linux {@code sigaltstack(2)}. */
  static long sigaltstack(Task task, long stack, long old) throws Errno {
    UserMemory m = task.memory();
    AltStack s = task.signals().altStack();
    long oldBase = s.base();
    long oldSize = s.size();
    boolean on = s.contains(task.state().rsp());
    int oldFlags = s.flags() & ~Signals.SS_ONSTACK | (on ? Signals.SS_ONSTACK : 0);
    if (stack != 0) {
      long sp = m.getLong(stack);
      int flags = m.getInt(stack + 8);
      long size = m.getLong(stack + 16);
      if (on) {
        throw Errno.EPERM;
      }
      s.set(sp, flags, size);
    }
    if (old != 0) {
      m.putLong(old, oldBase);
      m.putLong(old + 8, oldFlags & 0xffff_ffffL);
      m.putLong(old + 16, oldSize);
    }
    return 0;
  }
}
