package exo.kernel.tty;

import exo.kernel.abi.Termio;

/**
 * Output modes: what becomes of a byte on its way to the screen, and the column it leaves the
 * cursor in.
 */
final class OutputProcessor {
  static final int TAB = 8;

  private final Termios termios;
  private final LineDiscipline.Device device;
  int column;
  int lineColumn;

  OutputProcessor(Termios termios, LineDiscipline.Device device) {
    this.termios = termios;
    this.device = device;
  }

  /** Whether a byte is the second or a later one of a UTF-8 character. */
  boolean isContinuation(int c) {
    return termios.inputHas(Termio.IUTF8) && (c & 0xc0) == 0x80;
  }

  static boolean isControl(int c) {
    return c < ' ' || c == 0x7f;
  }

  /**
   * Puts out one byte with OPOST.
   *
   * @return false if there is no room for it
   */
  boolean put(int byteOut) {
    int c = byteOut;
    int room = device.room();
    if (room < 1) {
      return false;
    }
    switch (c) {
      case '\n' -> {
        if (termios.outputHas(Termio.ONLRET)) {
          column = 0;
        }
        if (termios.outputHas(Termio.ONLCR)) {
          if (room < 2) {
            return false;
          }
          home();
          device.put('\r');
          device.put('\n');
          return true;
        }
        lineColumn = column;
      }
      case '\r' -> {
        if (termios.outputHas(Termio.ONOCR) && column == 0) {
          return true;
        }
        if (termios.outputHas(Termio.OCRNL)) {
          c = '\n';
          if (termios.outputHas(Termio.ONLRET)) {
            home();
          }
        } else {
          home();
        }
      }
      case '\t' -> {
        int spaces = TAB - (column & (TAB - 1));
        if ((termios.output & Termio.TABDLY) == Termio.XTABS) {
          if (room < spaces) {
            return false;
          }
          column += spaces;
          for (int i = 0; i < spaces; i++) {
            device.put(' ');
          }
          return true;
        }
        column += spaces;
      }
      case '\b' -> back();
      default -> {
        if (!isControl(c)) {
          if (termios.outputHas(Termio.OLCUC) && c >= 'a' && c <= 'z') {
            c -= 'a' - 'A';
          }
          column += isContinuation(c) ? 0 : 1;
        }
      }
    }
    device.put(c);
    return true;
  }

  private void home() {
    column = 0;
    lineColumn = 0;
  }

  void back() {
    if (column > 0) {
      column--;
    }
  }
}
