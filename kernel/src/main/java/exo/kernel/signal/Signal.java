package exo.kernel.signal;

import exo.kernel.abi.Signals;

/** Sets of signals as 64-bit masks, and the default actions. The numbers are in {@link Signals}. */
public final class Signal {

  /** Highest signal. */
  public static final int MAX = 64;

  /** What happens when a signal with SIG_DFL arrives. */
  public enum Default {
    IGNORE,
    TERMINATE,
    CORE,
    STOP,
    CONTINUE
  }

  private static final String[] NAMES = {
    "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  private static final long CORE_SET =
      mask(Signals.SIGQUIT)
          | mask(Signals.SIGILL)
          | mask(Signals.SIGTRAP)
          | mask(Signals.SIGABRT)
          | mask(Signals.SIGBUS)
          | mask(Signals.SIGFPE)
          | mask(Signals.SIGSEGV)
          | mask(Signals.SIGXCPU)
          | mask(Signals.SIGXFSZ)
          | mask(Signals.SIGSYS);
  private static final long IGNORE_SET =
      mask(Signals.SIGCHLD) | mask(Signals.SIGURG) | mask(Signals.SIGWINCH);
  private static final long STOP_SET =
      mask(Signals.SIGSTOP) | mask(Signals.SIGTSTP) | mask(Signals.SIGTTIN) | mask(Signals.SIGTTOU);

  /** Signals that nobody can block, catch or ignore. */
  public static final long UNBLOCKABLE = mask(Signals.SIGKILL) | mask(Signals.SIGSTOP);

  /** Signals that an instruction causes itself. */
  public static final long SYNCHRONOUS =
      mask(Signals.SIGSEGV)
          | mask(Signals.SIGBUS)
          | mask(Signals.SIGILL)
          | mask(Signals.SIGTRAP)
          | mask(Signals.SIGFPE)
          | mask(Signals.SIGSYS);

  private Signal() {}

  /** The bit of a signal, 1 to 64, in a set. */
  public static long mask(int signal) {
    return 1L << (signal - 1);
  }

  public static boolean isValid(int signal) {
    return signal >= 1 && signal <= MAX;
  }

  /** The default action, signal(7). */
  public static Default defaultOf(int signal) {
    if (signal >= Signals.SIGRTMIN) {
      return Default.TERMINATE;
    }
    long m = mask(signal);
    if (signal == Signals.SIGCONT) {
      return Default.CONTINUE;
    }
    if ((m & CORE_SET) != 0) {
      return Default.CORE;
    }
    if ((m & IGNORE_SET) != 0) {
      return Default.IGNORE;
    }
    return (m & STOP_SET) != 0 ? Default.STOP : Default.TERMINATE;
  }

  /** {@code SIGSEGV}, {@code SIGRT_3}. */
  public static String name(int signal) {
    if (signal < Signals.SIGRTMIN) {
      return "SIG" + NAMES[signal];
    }
    return signal == Signals.SIGRTMIN ? "SIGRTMIN" : "SIGRT_" + (signal - Signals.SIGRTMIN);
  }
}
