package exo.kernel.task;

import exo.cpu.Cpu;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Sched;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.Fork;
import exo.kernel.signal.SignalActions;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.FsContext;

/**
 * Makes a thread or a process out of the calling task. Source: clone(2), which also says which
 * flags go together; checked by the callers in the system call layer.
 */
public final class Clone {
  /**
   * What a new task is to be like.
   *
   * @param flags CLONE_* without the exit signal
   * @param exitSignal the signal its parent gets, or 0
   * @param stack new stack pointer, or 0 to keep the caller's
   * @param tls new FS base, with CLONE_SETTLS
   * @param parentTid where CLONE_PARENT_SETTID writes
   * @param childTid where CLONE_CHILD_SETTID and CLONE_CHILD_CLEARTID write
   */
  public record Request(
      long flags, int exitSignal, long stack, long tls, long parentTid, long childTid) {
    boolean has(long flag) {
      return (flags & flag) != 0;
    }
  }

  private Clone() {}

  /**
   * Makes the task, not yet runnable: {@link KernelServices#start} follows.
   *
   * @throws Errno EAGAIN beyond a limit, ENOMEM
   */
  public static Task make(Task parent, Request request) throws Errno {
    KernelServices k = parent.kernel();
    checkLimits(parent);
    if (parent.deadline() != null && !parent.resetsOnFork()) {
      throw Errno.EAGAIN;
    }
    AddressSpace space =
        request.has(Sched.CLONE_VM)
            ? parent.space().retain()
            : Fork.copy(parent.space(), parent.group().limits());
    int tid = k.processes().allocate();
    ThreadGroup group =
        request.has(Sched.CLONE_THREAD) ? parent.group() : newGroup(parent, request, tid);
    if (!request.has(Sched.CLONE_VM)) {
      space.limits(group.limits());
    }
    Task child =
        new Task(
            k,
            group,
            tid,
            parent.name(),
            space,
            files(parent, request),
            fs(parent, request),
            request.has(Sched.CLONE_THREAD) ? parent.credentials() : parent.credentials().copy(),
            actions(parent, request));
    copyThread(parent, child, request);
    return child;
  }

  private static void checkLimits(Task parent) throws Errno {
    KernelServices k = parent.kernel();
    if (k.processes().taskCount() >= k.config().maxTasks()) {
      throw Errno.EAGAIN;
    }
    long limit = parent.group().limits().bound(ResourceLimits.NPROC);
    int uid = parent.credentials().uid();
    if (uid == 0 || k.processes().taskCount() < limit) {
      return;
    }
    long count = 0;
    for (ThreadGroup g : k.processes().groups()) {
      for (Task t : g.tasks()) {
        count += t.credentials().uid() == uid ? 1 : 0;
      }
    }
    if (count >= limit) {
      throw Errno.EAGAIN;
    }
  }

  private static ThreadGroup newGroup(Task parent, Request request, int pid) throws Errno {
    KernelServices k = parent.kernel();
    ThreadGroup of = parent.group();
    ThreadGroup above = request.has(Sched.CLONE_PARENT) ? of.parent() : of;
    ThreadGroup group = new ThreadGroup(pid, above, of.limits().copy(), k.clock().monotonicNanos());
    group.processGroup(of.processGroup());
    group.session(of.session());
    group.terminal(of.terminal());
    group.exitSignal(request.has(Sched.CLONE_PARENT) ? of.exitSignal() : request.exitSignal());
    group.inheritImage(of.image());
    group.dumpable(of.isDumpable());
    group.oom().inherit(of.oom());
    k.processes().add(group);
    return group;
  }

  private static FdTable files(Task parent, Request request) {
    if (!request.has(Sched.CLONE_FILES)) {
      return parent.files().copy();
    }
    parent.files().retain();
    return parent.files();
  }

  private static FsContext fs(Task parent, Request request) {
    if (!request.has(Sched.CLONE_FS)) {
      return parent.fs().copy();
    }
    parent.fs().retain();
    return parent.fs();
  }

  private static SignalActions actions(Task parent, Request request) {
    return request.has(Sched.CLONE_SIGHAND) ? parent.actions().retain() : parent.actions().copy();
  }

  private static void copyThread(Task parent, Task child, Request request) throws Errno {
    for (Cpu cpu : parent.kernel().cpus().all()) {
      cpu.saveState(parent.state());
    }
    child.state().copyFrom(parent.state());
    child.state().rax(0);
    if (request.stack() != 0) {
      child.state().rsp(request.stack());
    }
    if (request.has(Sched.CLONE_SETTLS)) {
      child.state().fsBase(request.tls());
    }
    child.signals().inherit(parent.signals(), request.has(Sched.CLONE_VM));
    child.inheritScheduling(parent);
    child.extras().inherit(parent.extras(), request.has(Sched.CLONE_VM));
    if (request.has(Sched.CLONE_CHILD_CLEARTID)) {
      child.extras().clearChildTid = request.childTid();
    }
    if (request.has(Sched.CLONE_CHILD_SETTID)) {
      putQuietly(child, request.childTid());
    }
    if (request.has(Sched.CLONE_PARENT_SETTID)) {
      parent.memory().putInt(request.parentTid(), child.tid());
    }
  }

  /** As Linux: an address that cannot be written is the program's own loss. */
  private static void putQuietly(Task child, long va) {
    try {
      child.memory().putInt(va, child.tid() & Futex.FUTEX_TID_MASK);
    } catch (Errno unreachable) {
      // nothing to undo
    }
  }
}
