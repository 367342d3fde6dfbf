package exo.kernel.strace;

/** How a process ended, as wait(2) tells it. */
final class WaitText {
  private static final int CORE_DUMPED = 0x80;
  private static final int CONTINUED = 0xffff;

  private WaitText() {}

  /** {@code [{WIFEXITED(s) && WEXITSTATUS(s) == 0}]}. */
  static void status(Printer p, int status) {
    int low = status & 0x7f;
    int high = status >> 8 & 0xff;
    p.text("[{");
    if (status == CONTINUED) {
      p.text("WIFCONTINUED(s)");
    } else if (low == 0) {
      p.text("WIFEXITED(s) && WEXITSTATUS(s) == ").decimal(high);
    } else if (low == 0x7f) {
      p.text("WIFSTOPPED(s) && WSTOPSIG(s) == ");
      SignalText.signal(p, high);
    } else {
      p.text("WIFSIGNALED(s) && WTERMSIG(s) == ");
      SignalText.signal(p, low);
      p.text((status & CORE_DUMPED) != 0 ? " && WCOREDUMP(s)" : "");
    }
    p.text("}]");
  }

  /** {@code +++ exited with 0 +++}, {@code +++ killed by SIGSEGV (core dumped) +++}. */
  static void ended(Printer p, int status) {
    if ((status & 0x7f) == 0) {
      p.text("+++ exited with ").decimal(status >> 8 & 0xff).text(" +++");
    } else {
      p.text("+++ killed by ");
      SignalText.signal(p, status & 0x7f);
      p.text((status & CORE_DUMPED) != 0 ? " (core dumped) +++" : " +++");
    }
  }
}
