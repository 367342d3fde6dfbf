package exo.kernel.strace;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.SigactionLayout;
import exo.kernel.abi.layout.Siginfo;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ValueSet;
import exo.mem.layout.LittleEndian;

/** Signals, their sets, their dispositions and what is known of one. */
final class SignalText {
  private SignalText() {}

  /** {@code SIGINT}, {@code SIGRT_1}; a number that is no signal stays one. */
  static void signal(Printer p, int signal) {
    if (signal > 0 && signal <= Signals.SIGRTMAX) {
      p.text("SIG").text(shortName(p, signal));
    } else {
      p.decimal(signal);
    }
  }

  private static String shortName(Printer p, int signal) {
    if (signal > Signals.SIGRTMIN) {
      return "RT_" + (signal - Signals.SIGRTMIN);
    }
    String name = p.name(ValueSet.SIGNAL_NUMBER, signal);
    return name == null ? Integer.toString(signal) : name.substring(3);
  }

  /** {@code [INT USR1]}, or {@code ~[KILL STOP]} when more than two thirds are in it. */
  static void set(Printer p, long bits) {
    boolean inverted = Long.bitCount(bits) >= 64 * 2 / 3;
    p.text(inverted ? "~[" : "[");
    String separator = "";
    for (int signal = 1; signal <= Signals.SIGRTMAX; signal++) {
      if ((bits >>> (signal - 1) & 1) != (inverted ? 1 : 0)) {
        p.text(separator).text(shortName(p, signal));
        separator = " ";
      }
    }
    p.text("]");
  }

  static void action(Printer p, byte[] s) {
    p.text("{sa_handler=");
    handler(p, LittleEndian.getLong(s, SigactionLayout.SA_HANDLER));
    p.text(", sa_mask=");
    set(p, LittleEndian.getLong(s, SigactionLayout.SA_MASK));
    long flags = LittleEndian.getLong(s, SigactionLayout.SA_FLAGS);
    p.text(", sa_flags=").flags(FlagSet.SIGNAL_ACTION, flags);
    if ((flags & Signals.SA_RESTORER) != 0) {
      p.text(", sa_restorer=").pointer(LittleEndian.getLong(s, SigactionLayout.SA_RESTORER));
    }
    p.text("}");
  }

  private static void handler(Printer p, long va) {
    if (va == Signals.SIG_DFL) {
      p.text("SIG_DFL");
    } else if (va == Signals.SIG_IGN) {
      p.text("SIG_IGN");
    } else {
      p.pointer(va);
    }
  }

  /** A siginfo_t: the fields that its signal and code make meaningful. */
  static void info(Printer p, byte[] s) {
    int signal = LittleEndian.getInt(s, Siginfo.SI_SIGNO);
    int code = LittleEndian.getInt(s, Siginfo.SI_CODE);
    int errno = LittleEndian.getInt(s, Siginfo.SI_ERRNO);
    if (signal == 0) {
      p.text("{}");
      return;
    }
    p.text("{si_signo=");
    signal(p, signal);
    p.text(", si_code=");
    code(p, signal, code);
    if (errno != 0) {
      Errno e = Errno.of(errno);
      p.text(", si_errno=").text(e == null ? Integer.toString(errno) : e.symbol());
    }
    details(p, s, signal, code);
    p.text("}");
  }

  /** {@code SIGSEGV {si_signo=SIGSEGV, ...}}. */
  static void line(Printer p, byte[] s) {
    signal(p, LittleEndian.getInt(s, Siginfo.SI_SIGNO));
    p.text(" ");
    info(p, s);
  }

  private static void code(Printer p, int signal, int code) {
    String name = p.name(ValueSet.SIGNAL_CODE, code);
    if (name == null) {
      ValueSet own =
          switch (signal) {
            case Signals.SIGILL -> ValueSet.ILL_CODE;
            case Signals.SIGFPE -> ValueSet.FPE_CODE;
            case Signals.SIGSEGV -> ValueSet.SEGV_CODE;
            case Signals.SIGBUS -> ValueSet.BUS_CODE;
            case Signals.SIGTRAP -> ValueSet.TRAP_CODE;
            case Signals.SIGCHLD -> ValueSet.CHILD_CODE;
            case Signals.SIGIO -> ValueSet.POLL_CODE;
            case Signals.SIGSYS -> ValueSet.SYS_CODE;
            default -> ValueSet.SIGNAL_CODE;
          };
      name = p.name(own, code);
    }
    p.text(name == null ? Integer.toString(code) : name);
  }

  private static void details(Printer p, byte[] s, int signal, int code) {
    switch (code) {
      case Signals.SI_USER, Signals.SI_TKILL -> sender(p, s);
      case Signals.SI_TIMER -> {
        p.text(", si_timerid=").hex(LittleEndian.getInt(s, Siginfo.SI_TID));
        p.text(", si_overrun=").decimal(LittleEndian.getInt(s, Siginfo.SI_OVERRUN));
        value(p, s);
      }
      default -> {
        if (code < 0) {
          sender(p, s);
          value(p, s);
        } else {
          ofKernel(p, s, signal, code);
        }
      }
    }
  }

  private static void ofKernel(Printer p, byte[] s, int signal, int code) {
    switch (signal) {
      case Signals.SIGCHLD -> {
        sender(p, s);
        int status = LittleEndian.getInt(s, Siginfo.SI_STATUS);
        p.text(", si_status=");
        if (code == Signals.CLD_EXITED) {
          p.decimal(status);
        } else {
          signal(p, status);
        }
        p.text(", si_utime=");
        ticks(p, LittleEndian.getLong(s, Siginfo.SI_UTIME));
        p.text(", si_stime=");
        ticks(p, LittleEndian.getLong(s, Siginfo.SI_STIME));
      }
      case Signals.SIGILL, Signals.SIGFPE, Signals.SIGSEGV, Signals.SIGBUS, Signals.SIGTRAP -> {
        p.text(", si_addr=").pointer(LittleEndian.getLong(s, Siginfo.SI_ADDR));
        if (signal == Signals.SIGSEGV && code == Signals.SEGV_BNDERR) {
          p.text(", si_lower=").pointer(LittleEndian.getLong(s, Siginfo.SI_LOWER));
          p.text(", si_upper=").pointer(LittleEndian.getLong(s, Siginfo.SI_UPPER));
        } else if (signal == Signals.SIGSEGV && code == Signals.SEGV_PKUERR) {
          p.text(", si_pkey=").decimal(LittleEndian.getInt(s, Siginfo.SI_PKEY));
        }
      }
      case Signals.SIGIO -> {
        p.text(", si_band=").flags(FlagSet.POLL, LittleEndian.getLong(s, Siginfo.SI_BAND));
        p.text(", si_fd=").decimal(LittleEndian.getInt(s, Siginfo.SI_FD));
      }
      case Signals.SIGSYS -> {
        p.text(", si_call_addr=").pointer(LittleEndian.getLong(s, Siginfo.SI_CALL_ADDR));
        p.text(", si_syscall=").decimal(LittleEndian.getInt(s, Siginfo.SI_SYSCALL));
        p.text(", si_arch=").hex(LittleEndian.getInt(s, Siginfo.SI_ARCH) & 0xffff_ffffL);
      }
      default -> {
        if (code != Signals.SI_KERNEL || LittleEndian.getLong(s, Siginfo.SI_PID) != 0) {
          sender(p, s);
          value(p, s);
        }
      }
    }
  }

  private static void sender(Printer p, byte[] s) {
    p.text(", si_pid=").decimal(LittleEndian.getInt(s, Siginfo.SI_PID));
    p.text(", si_uid=").decimal(LittleEndian.getInt(s, Siginfo.SI_UID) & 0xffff_ffffL);
  }

  private static void value(Printer p, byte[] s) {
    long value = LittleEndian.getLong(s, Siginfo.SI_PTR);
    if (value != 0) {
      p.text(", si_value={int=").decimal((int) value).text(", ptr=").pointer(value).text("}");
    }
  }

  /** Clock ticks of 1/100 s. */
  static void ticks(Printer p, long ticks) {
    p.decimal(ticks);
    if (ticks != 0) {
      p.text(" /* ").decimal(ticks / 100).text(ticks % 100 < 10 ? ".0" : ".");
      p.decimal(ticks % 100).text(" s */");
    }
  }
}
