package exo.kernel.task;

import exo.cpu.ExitInfo;
import exo.kernel.abi.Signals;
import exo.kernel.mm.FaultOutcome;
import exo.kernel.signal.SignalInfo;

/** Page faults and exceptions: resolved, or turned into signals. Source: Intel SDM vol. 3, 6.15. */
final class Traps {
  private static final int DIVIDE = 0;
  private static final int DEBUG = 1;
  private static final int BREAKPOINT = 3;
  private static final int OVERFLOW = 4;
  private static final int BOUND = 5;
  private static final int INVALID_OPCODE = 6;
  private static final int STACK_SEGMENT = 12;
  private static final int GENERAL_PROTECTION = 13;
  private static final int PAGE_FAULT = 14;
  private static final int X87 = 16;
  private static final int ALIGNMENT = 17;
  private static final int SIMD = 19;

  private Traps() {}

  static void pageFault(Task task, ExitInfo info) {
    task.kernel().counters().pageFaults++;
    long va = info.address();
    int code = info.errorCode();
    FaultOutcome outcome = task.space().fault(va, code);
    switch (outcome) {
      case RESOLVED -> task.group().use().minorFaults++;
      case NOT_MAPPED ->
          signal(task, Signals.SIGSEGV, SignalInfo.SEGV_MAPERR, va, PAGE_FAULT, code);
      case NO_RIGHT -> signal(task, Signals.SIGSEGV, SignalInfo.SEGV_ACCERR, va, PAGE_FAULT, code);
      case NO_PAGE -> signal(task, Signals.SIGBUS, SignalInfo.BUS_ADRERR, va, PAGE_FAULT, code);
      case OUT_OF_MEMORY -> OutOfMemory.kill(task);
    }
  }

  static void exception(Task task, ExitInfo info) {
    task.kernel().counters().exceptions++;
    int vector = info.vector();
    long rip = task.state().rip();
    switch (vector) {
      case DIVIDE ->
          signal(task, Signals.SIGFPE, SignalInfo.FPE_INTDIV, rip, vector, info.errorCode());
      case DEBUG -> signal(task, Signals.SIGTRAP, SignalInfo.TRAP_TRACE, rip, vector, 0);
      case BREAKPOINT -> signal(task, Signals.SIGTRAP, SignalInfo.SI_KERNEL, 0, vector, 0);
      case INVALID_OPCODE -> signal(task, Signals.SIGILL, SignalInfo.ILL_ILLOPN, rip, vector, 0);
      case X87, SIMD -> signal(task, Signals.SIGFPE, FpuFault.code(task, vector), rip, vector, 0);
      case STACK_SEGMENT ->
          signal(task, Signals.SIGBUS, SignalInfo.SI_KERNEL, 0, vector, info.errorCode());
      case ALIGNMENT -> signal(task, Signals.SIGBUS, SignalInfo.BUS_ADRALN, rip, vector, 0);
      case OVERFLOW, BOUND, GENERAL_PROTECTION ->
          signal(task, Signals.SIGSEGV, SignalInfo.SI_KERNEL, 0, vector, info.errorCode());
      default ->
          // int n, and int 0x80 on a kernel without 32-bit emulation: #GP on the gate.
          signal(
              task, Signals.SIGSEGV, SignalInfo.SI_KERNEL, 0, GENERAL_PROTECTION, vector * 8 + 2);
    }
  }

  private static void signal(
      Task task, int number, int code, long address, int vector, int errorCode) {
    task.signals().faulted(vector, errorCode, address);
    SignalSending.force(task, SignalInfo.fault(number, code, address));
  }
}
