package exo.kernel.strace;

import exo.kernel.syscall.SyscallTable;
import exo.kernel.uaccess.UserMemory;

/** Makes strace's text of what happens in a machine. One a machine, under its kernel lock. */
public final class StraceFormatter {
  private final Names names = new Names();

  /**
   * A system call that begins.
   *
   * @param memory of the caller
   * @param number what is in RAX
   * @param raw the six argument registers
   * @param stackPointer of the caller
   */
  public StraceCall call(UserMemory memory, int number, long[] raw, long stackPointer) {
    return new StraceCall(memory, names, number, SyscallTable.entry(number), raw, stackPointer);
  }

  /**
   * A signal that is delivered: {@code --- SIGSEGV {si_signo=SIGSEGV, ...} ---}.
   *
   * @param memory of whom it is delivered to
   * @param siginfo the 128 bytes of its siginfo_t
   */
  public String signal(UserMemory memory, byte[] siginfo) {
    Printer p = new Printer(memory, names);
    p.text("--- ");
    SignalText.line(p, siginfo);
    return p.text(" ---").out.toString();
  }

  /**
   * A process that ended: {@code +++ exited with 0 +++}.
   *
   * @param waitStatus as wait(2) tells it
   */
  public String ended(UserMemory memory, int waitStatus) {
    Printer p = new Printer(memory, names);
    WaitText.ended(p, waitStatus);
    return p.out.toString();
  }
}
