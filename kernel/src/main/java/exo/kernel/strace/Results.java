package exo.kernel.strace;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Personality;
import exo.kernel.abi.Resource;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ResultKind;
import exo.kernel.syscall.ValueSet;

/** What stands behind the equals sign. */
final class Results {
  private static final int LAST_ERRNO = 4095;

  private Results() {}

  /** Codes that tell the kernel to make an interrupted call again; a guest never sees them. */
  static boolean isRestart(long result) {
    return result <= -512 && result >= -516 && result != -515;
  }

  static void print(Printer p, ResultKind kind, long result, CharSequence remark) {
    if (kind == ResultKind.NONE) {
      p.text("?");
    } else if (isRestart(result)) {
      p.text("? ").text(restart((int) result));
    } else if (result < 0 && result >= -LAST_ERRNO) {
      Errno e = Errno.of((int) -result);
      if (e == null) {
        p.text("-1 (errno ").decimal(-result).text(")");
      } else {
        p.text("-1 ").text(e.symbol()).text(" (").text(e.description()).text(")");
      }
    } else {
      success(p, kind, result);
    }
    if (!remark.isEmpty()) {
      p.text(" (").text(remark.toString()).text(")");
    }
  }

  private static String restart(int result) {
    return switch (result) {
      case -512 -> "ERESTARTSYS (To be restarted if SA_RESTART is set)";
      case -513 -> "ERESTARTNOINTR (To be restarted)";
      case -514 -> "ERESTARTNOHAND (To be restarted if no handler)";
      default -> "ERESTART_RESTARTBLOCK (Interrupted by signal)";
    };
  }

  private static void success(Printer p, ResultKind kind, long result) {
    int value = (int) result;
    switch (kind) {
      case NUMBER -> p.decimal(result);
      case ADDRESS -> p.hex(result);
      case PERMISSIONS -> p.mode(result);
      case OPEN_FLAGS -> p.hex(result).text(" (flags ").openFlags(result).text(")");
      case DESCRIPTOR_FLAGS -> flags(p, FlagSet.DESCRIPTOR, "flags ", result);
      case SEALS -> flags(p, FlagSet.SEALS, "seals ", result);
      case SIGNAL -> {
        p.decimal(result);
        if (result != 0) {
          p.text(" (");
          SignalText.signal(p, value);
          p.text(")");
        }
      }
      case LOCK_TYPE -> p.hex(result).text(" (").value(ValueSet.LOCK_TYPE, value).text(")");
      case SECONDS -> p.decimal(result).text(" (").date(result).text(")");
      case DOMAIN -> domain(p, value);
      case POLICY -> p.decimal(result).text(" (").value(ValueSet.POLICY, value).text(")");
      case IO_PRIORITY -> {
        p.decimal(result).text(" (IOPRIO_PRIO_VALUE(");
        p.value(ValueSet.IO_CLASS, value >>> Resource.IOPRIO_CLASS_SHIFT).text(", ");
        p.decimal(value & (1 << Resource.IOPRIO_CLASS_SHIFT) - 1).text("))");
      }
      case CLOCK_STATE -> p.decimal(result).text(" (").value(ValueSet.CLOCK_STATE, value).text(")");
      case NONE -> {}
    }
  }

  private static void flags(Printer p, FlagSet set, String title, long result) {
    p.hex(result);
    if (result != 0) {
      p.text(" (").text(title).flags(set, result).text(")");
    }
  }

  private static void domain(Printer p, int domain) {
    p.hex(domain & 0xffff_ffffL).text(" (");
    personality(p, domain);
    p.text(")");
  }

  /** A base and flags: {@code PER_LINUX|ADDR_NO_RANDOMIZE}. */
  static void personality(Printer p, int domain) {
    p.value(ValueSet.DOMAIN, domain & Personality.PER_MASK);
    int flags = domain & ~Personality.PER_MASK;
    if (flags != 0) {
      p.text("|").flags(FlagSet.PERSONALITY, flags & 0xffff_ffffL);
    }
  }
}
