package exo.kernel.strace;

import exo.kernel.abi.Termio;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ValueSet;

/** The modes of a terminal that mix values of several bits with flags. */
final class TerminalText {
  private TerminalText() {}

  /** Delays, then flags: {@code NL0|CR0|TAB0|BS0|VT0|FF0|OPOST|ONLCR}. */
  static void output(Printer p, int mode) {
    p.value(ValueSet.NEWLINE_DELAY, mode & Termio.NLDLY).text("|");
    p.value(ValueSet.RETURN_DELAY, mode & Termio.CRDLY).text("|");
    p.value(ValueSet.TAB_DELAY, mode & Termio.TABDLY).text("|");
    p.value(ValueSet.BACKSPACE_DELAY, mode & Termio.BSDLY).text("|");
    p.value(ValueSet.VERTICAL_DELAY, mode & Termio.VTDLY).text("|");
    p.value(ValueSet.FORM_DELAY, mode & Termio.FFDLY);
    int delays =
        Termio.NLDLY | Termio.CRDLY | Termio.TABDLY | Termio.BSDLY | Termio.VTDLY | Termio.FFDLY;
    rest(p, FlagSet.TERMINAL_OUTPUT, mode & ~delays);
  }

  /** Speed and size of a character, then flags: {@code B38400|CS8|CREAD}. */
  static void control(Printer p, int mode) {
    p.value(ValueSet.SPEED, mode & Termio.CBAUD).text("|");
    p.value(ValueSet.CHARACTER_SIZE, mode & Termio.CSIZE);
    rest(p, FlagSet.TERMINAL_CONTROL, mode & ~(Termio.CBAUD | Termio.CSIZE));
  }

  private static void rest(Printer p, FlagSet set, int flags) {
    if (flags != 0) {
      p.text("|").flags(set, flags & 0xffff_ffffL);
    }
  }
}
