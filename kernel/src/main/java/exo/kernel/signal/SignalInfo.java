package exo.kernel.signal;

import exo.kernel.abi.Signals;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a signal: the fields of siginfo_t that are not padding.
 *
 * @param number 1 to 64
 * @param code SI_USER, SEGV_MAPERR, ...
 * @param pid sender, or the child of SIGCHLD, or the timer
 * @param uid sender's real user, or the overrun of a timer
 * @param value si_addr of a fault, sigval of a queued signal, si_status of a child, or si_band
 * @param source who is to hear when it is taken, or null
 */
public record SignalInfo(
    int number, int code, int pid, int uid, long value, @Nullable SignalSource source) {
  public static final int SI_USER = 0;
  public static final int SI_KERNEL = 0x80;
  public static final int SI_QUEUE = -1;
  public static final int SI_TIMER = -2;
  public static final int SI_TKILL = -6;

  public static final int SEGV_MAPERR = 1;
  public static final int SEGV_ACCERR = 2;
  public static final int BUS_ADRALN = 1;
  public static final int BUS_ADRERR = 2;
  public static final int FPE_INTDIV = 1;
  public static final int ILL_ILLOPN = 2;
  public static final int TRAP_BRKPT = 1;
  public static final int TRAP_TRACE = 2;
  public static final int SYS_SECCOMP = 1;
  public static final int CLD_EXITED = 1;
  public static final int CLD_KILLED = 2;
  public static final int CLD_DUMPED = 3;
  public static final int CLD_STOPPED = 5;
  public static final int CLD_CONTINUED = 6;

  /** One whose taking concerns nobody. */
  public SignalInfo(int number, int code, int pid, int uid, long value) {
    this(number, code, pid, uid, value, null);
  }

  /** Of an open file for its owner. {@code pid} is then si_band, and {@code value} si_fd. */
  public boolean isOfFile() {
    return switch (number) {
      case Signals.SIGILL,
          Signals.SIGFPE,
          Signals.SIGSEGV,
          Signals.SIGBUS,
          Signals.SIGTRAP,
          Signals.SIGCHLD,
          Signals.SIGSYS ->
          false;
      default -> code >= Signals.POLL_IN && code <= Signals.POLL_HUP;
    };
  }

  /** Sent by the kernel for no one. */
  public static SignalInfo kernel(int number) {
    return new SignalInfo(number, SI_KERNEL, 0, 0, 0);
  }

  /** A fault at an address. */
  public static SignalInfo fault(int number, int code, long address) {
    return new SignalInfo(number, code, 0, 0, address);
  }
}
