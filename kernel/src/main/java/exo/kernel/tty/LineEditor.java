package exo.kernel.tty;

import exo.kernel.abi.Termio;

/** Taking back what was typed: ERASE, WERASE and KILL, and what the screen shows of it. */
final class LineEditor {
  private final Termios termios;
  private final InputQueue input;
  private final EchoQueue echo;
  private final OutputProcessor output;

  // With ECHOPRT: erased characters are being printed between a backslash and a slash.
  private boolean erasing;

  LineEditor(Termios termios, InputQueue input, EchoQueue echo, OutputProcessor output) {
    this.termios = termios;
    this.input = input;
    this.echo = echo;
    this.output = output;
  }

  void reset() {
    erasing = false;
  }

  /** Something else is typed: ends the printing of erased characters. */
  void finishErasing() {
    if (erasing) {
      echo.raw('/');
      erasing = false;
    }
  }

  private enum Extent {
    CHARACTER,
    WORD,
    LINE
  }

  void erase(int key) {
    if (input.edited() == 0) {
      return;
    }
    Extent extent;
    if (termios.is(key, Termio.VERASE)) {
      extent = Extent.CHARACTER;
    } else if (termios.is(key, Termio.VWERASE)) {
      extent = Extent.WORD;
    } else {
      if (killedAtOnce(key)) {
        return;
      }
      extent = Extent.LINE;
    }
    boolean inWord = false;
    while (input.edited() > 0) {
      int first = input.edited() - 1;
      while (first > 0 && output.isContinuation(input.editedByte(first))) {
        first--;
      }
      int c = input.editedByte(first);
      if (output.isContinuation(c)) {
        break;
      }
      if (extent == Extent.WORD) {
        if (isWord(c)) {
          inWord = true;
        } else if (inWord) {
          break;
        }
      }
      int length = input.edited() - first;
      if (termios.localHas(Termio.ECHO)) {
        showErased(c, first, length, extent);
      }
      input.drop(length);
      if (extent == Extent.CHARACTER) {
        break;
      }
    }
    if (input.edited() == 0 && termios.localHas(Termio.ECHO)) {
      finishErasing();
    }
  }

  /** KILL where the line is not wiped from the screen character by character. */
  private boolean killedAtOnce(int key) {
    int wiping = Termio.ECHOK | Termio.ECHOKE | Termio.ECHOE;
    boolean echoes = termios.localHas(Termio.ECHO);
    if (echoes && (termios.local & wiping) == wiping) {
      return false;
    }
    input.dropEdited();
    if (echoes) {
      finishErasing();
      echo.character(key);
      if (termios.localHas(Termio.ECHOK)) {
        echo.raw('\n');
      }
    }
    return true;
  }

  /** Letters of Latin-1 count, as in the kernel's own table. */
  private static boolean isWord(int c) {
    return c == '_'
        || (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= 0xc0 && c != 0xd7 && c != 0xf7);
  }

  private void showErased(int c, int first, int length, Extent extent) {
    if (termios.localHas(Termio.ECHOPRT)) {
      if (!erasing) {
        echo.raw('\\');
        erasing = true;
      }
      echo.character(c);
      for (int i = 1; i < length; i++) {
        echo.raw(input.editedByte(first + i));
        echo.back();
      }
    } else if (extent == Extent.CHARACTER && !termios.localHas(Termio.ECHOE)) {
      echo.character(termios.character(Termio.VERASE));
    } else if (c == '\t') {
      eraseTab(first);
    } else {
      boolean control = OutputProcessor.isControl(c);
      boolean shown = termios.localHas(Termio.ECHOCTL);
      if (control && shown) {
        wipe();
      }
      if (!control || shown) {
        wipe();
      }
    }
  }

  private void wipe() {
    echo.raw('\b');
    echo.raw(' ');
    echo.raw('\b');
  }

  /** How wide a tab was depends on what stands between it and the tab or line start before it. */
  private void eraseTab(int at) {
    int columns = 0;
    for (int i = at - 1; i >= 0; i--) {
      int c = input.editedByte(i);
      if (c == '\t') {
        echo.eraseTab(columns, true);
        return;
      }
      if (OutputProcessor.isControl(c)) {
        columns += termios.localHas(Termio.ECHOCTL) ? 2 : 0;
      } else if (!output.isContinuation(c)) {
        columns++;
      }
    }
    echo.eraseTab(columns, false);
  }
}
