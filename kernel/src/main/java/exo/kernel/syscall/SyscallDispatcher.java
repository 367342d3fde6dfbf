package exo.kernel.syscall;

import exo.cpu.CpuState;
import exo.kernel.abi.Errno;
import exo.kernel.task.KernelServices;
import exo.kernel.task.SyscallEntryPoint;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;

/**
 * Takes a system call from the registers to its handler and its result back: the only place where
 * an {@link Errno} becomes a number.
 */
public final class SyscallDispatcher implements SyscallEntryPoint {
  private static final long ENOSYS = -38;

  private final KernelServices kernel;

  public SyscallDispatcher(KernelServices kernel) {
    this.kernel = kernel;
  }

  @Override
  public long dispatch(Task task) {
    CpuState s = task.state();
    task.call().begin();
    kernel.current(task);
    long number = s.origRax();
    SyscallObserver observer = kernel.observer();
    long result = SyscallObserver.PROCEED;
    if (observer != null && !task.call().isResumed()) {
      result = observer.enter(task, (int) number);
    }
    if (result == SyscallObserver.PROCEED) {
      boolean filtered = task.extras().filter != null && !task.call().isResumed();
      result = filtered ? SyscallFiltering.check(task, s) : SyscallObserver.PROCEED;
      if (result == SyscallObserver.PROCEED) {
        result = call(task, s, number);
      }
    }
    if (result == Task.BLOCKED) {
      task.call().blocked();
      return result;
    }
    task.endCall();
    if (result != Task.REGISTERS_SET) {
      s.rax(result);
    }
    if (observer != null) {
      observer.leave(task, (int) number, result);
    }
    return result;
  }

  private long call(Task task, CpuState s, long number) {
    kernel.counters().systemCalls++;
    Handler handler = SyscallTable.handler(number);
    if (handler == null) {
      return ENOSYS;
    }
    try {
      return handler.invoke(task, s.rdi(), s.rsi(), s.rdx(), s.r10(), s.r8(), s.r9());
    } catch (Errno e) {
      return e.negated();
    }
  }
}
