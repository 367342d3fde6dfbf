package exo.kernel.syscall;

import exo.cpu.CpuState;
import exo.kernel.abi.Seccomp;
import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.Exit;
import exo.kernel.task.SignalSending;
import exo.kernel.task.SyscallFilter;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;

/** What a filter of seccomp(2) does to a call before anybody else sees it. */
final class SyscallFiltering {
  private static final int MAX_ERRNO = 4095;
  private static final int ENOSYS = 38;

  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int SIGRETURN = 15;
  private static final int EXIT = 60;

  private SyscallFiltering() {}

  /** PROCEED, or what the call answers instead. */
  static long check(Task task, CpuState s) {
    SyscallFilter filter = task.extras().filter;
    int number = (int) s.origRax();
    if (filter == null) {
      return SyscallObserver.PROCEED;
    }
    if (filter.isStrict()) {
      return strict(task, number);
    }
    long[] arguments = {s.rdi(), s.rsi(), s.rdx(), s.r10(), s.r8(), s.r9()};
    int verdict = filter.verdict(number, s.rip(), arguments);
    int data = verdict & Seccomp.SECCOMP_RET_DATA;
    switch (verdict & Seccomp.SECCOMP_RET_ACTION_FULL) {
      case Seccomp.SECCOMP_RET_ALLOW, Seccomp.SECCOMP_RET_LOG -> {
        return SyscallObserver.PROCEED;
      }
      case Seccomp.SECCOMP_RET_ERRNO -> {
        return -Math.min(data, MAX_ERRNO);
      }
      case Seccomp.SECCOMP_RET_TRAP -> {
        SignalSending.force(task, signal(number, data, s));
        s.rax(s.origRax());
        return Task.REGISTERS_SET;
      }
      // Nobody listens or traces.
      case Seccomp.SECCOMP_RET_USER_NOTIF, Seccomp.SECCOMP_RET_TRACE -> {
        return -ENOSYS;
      }
      case Seccomp.SECCOMP_RET_KILL_THREAD -> {
        if (task.group().tasks().size() > 1) {
          task.extras().exitStatus = Signals.SIGSYS;
          Exit.thread(task);
          return Task.REGISTERS_SET;
        }
        return kill(task, number, data, s);
      }
      default -> {
        return kill(task, number, data, s);
      }
    }
  }

  private static SignalInfo signal(int number, int data, CpuState s) {
    return new SignalInfo(Signals.SIGSYS, SignalInfo.SYS_SECCOMP, number, data, s.rip());
  }

  private static long kill(Task task, int number, int data, CpuState s) {
    task.actions().set(Signals.SIGSYS, SignalActions.SIG_DFL, 0, 0, 0);
    SignalSending.force(task, signal(number, data, s));
    s.rax(s.origRax());
    return Task.REGISTERS_SET;
  }

  private static long strict(Task task, int number) {
    if (number == READ || number == WRITE || number == EXIT || number == SIGRETURN) {
      return SyscallObserver.PROCEED;
    }
    task.extras().exitStatus = Signals.SIGKILL;
    Exit.thread(task);
    return Task.REGISTERS_SET;
  }
}
