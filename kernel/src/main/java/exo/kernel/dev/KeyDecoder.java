package exo.kernel.dev;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Turns scan codes into the bytes a program reads, as the keymap of Linux's console for the US
 * layout does: arrows and function keys become escape sequences, Alt puts an escape before a key's
 * character, and Alt with digits of the number pad types the byte of that number.
 */
final class KeyDecoder {
  private static final int ESC = 0x1b;
  private static final int DEL = 0x7f;
  private static final int NO_BYTE = -1;

  private final IntConsumer bytes;
  private boolean extended;
  private boolean leftShift;
  private boolean rightShift;
  private int ctrls;
  private int alts;
  private boolean capsLock;
  private boolean numLock;
  private int composed = NO_BYTE;

  KeyDecoder(IntConsumer bytes) {
    this.bytes = bytes;
  }

  /** A byte from the keyboard. */
  void scan(int code) {
    if (code == ScanCodes.EXTENDED) {
      extended = true;
      return;
    }
    boolean wasExtended = extended;
    extended = false;
    int key = code & ~ScanCodes.RELEASED;
    boolean down = (code & ScanCodes.RELEASED) == 0;
    if (!modifier(key, down, wasExtended) && down) {
      if (wasExtended) {
        pressExtended(key);
      } else {
        press(key);
      }
    }
  }

  private boolean modifier(int key, boolean down, boolean right) {
    switch (key) {
      case ScanCodes.LEFT_SHIFT -> {
        // With the prefix it is one that the keyboard makes up around arrows.
        if (!right) {
          leftShift = down;
        }
      }
      case ScanCodes.RIGHT_SHIFT -> {
        if (!right) {
          rightShift = down;
        }
      }
      case ScanCodes.CTRL -> ctrls = held(ctrls, down, right);
      case ScanCodes.ALT -> {
        alts = held(alts, down, right);
        if (alts == 0 && composed != NO_BYTE) {
          bytes.accept(composed & 0xff);
          composed = NO_BYTE;
        }
      }
      case ScanCodes.CAPS_LOCK -> capsLock ^= down;
      case ScanCodes.NUM_LOCK -> numLock ^= down;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int held(int keys, boolean down, boolean right) {
    int key = right ? 2 : 1;
    return down ? keys | key : keys & ~key;
  }

  private void press(int key) {
    int pad = ScanCodes.pad(key);
    if (pad != 0) {
      pressPad(key, pad);
      return;
    }
    switch (key) {
      case ScanCodes.ESCAPE -> type(ESC);
      case ScanCodes.BACKSPACE -> type(ctrls != 0 ? '\b' : DEL);
      case ScanCodes.TAB -> type('\t');
      case ScanCodes.ENTER -> type('\r');
      default -> {
        if (key >= ScanCodes.F1 && key <= ScanCodes.F10) {
          function(key - ScanCodes.F1 + 1);
        } else if (key == ScanCodes.F11 || key == ScanCodes.F12) {
          function(key - ScanCodes.F11 + 11);
        } else {
          character(key);
        }
      }
    }
  }

  private void character(int key) {
    boolean shift = leftShift || rightShift;
    int plain = ScanCodes.character(key, false);
    if (plain == 0) {
      return;
    }
    boolean letter = plain >= 'a' && plain <= 'z';
    int c = ScanCodes.character(key, shift ^ (capsLock && letter));
    if (ctrls == 0) {
      type(c);
    } else {
      control(ScanCodes.character(key, shift || letter));
    }
  }

  /** What Ctrl makes of a key; nothing of most digits and signs. */
  private void control(int c) {
    switch (c) {
      case ' ', '2' -> type(0);
      case '/', '7', '-' -> type(0x1f);
      case '8', '?' -> type(DEL);
      case '3' -> type(ESC);
      case '4', '5', '6' -> type(c - '4' + 0x1c);
      case '[', ']', '\\' -> type(c & 0x1f);
      default -> {
        if (c >= '@' && c <= '_') {
          type(c & 0x1f);
        }
      }
    }
  }

  private void type(int c) {
    if (alts != 0) {
      bytes.accept(ESC);
    }
    bytes.accept(c);
  }

  private void pressPad(int key, int pad) {
    if (alts != 0 && pad >= '0' && pad <= '9') {
      composed = Math.max(composed, 0) * 10 + pad - '0';
    } else if (numLock || pad == '-' || pad == '+') {
      type(pad);
    } else {
      pressExtended(key);
    }
  }

  private void pressExtended(int key) {
    switch (key) {
      case ScanCodes.ENTER -> type('\r');
      case ScanCodes.PAD_SLASH -> type('/');
      case ScanCodes.UP -> sequence("A");
      case ScanCodes.DOWN -> sequence("B");
      case ScanCodes.RIGHT -> sequence("C");
      case ScanCodes.LEFT -> sequence("D");
      case ScanCodes.HOME -> sequence("1~");
      case ScanCodes.INSERT -> sequence("2~");
      case ScanCodes.DELETE -> sequence("3~");
      case ScanCodes.END -> sequence("4~");
      case ScanCodes.PAGE_UP -> sequence("5~");
      case ScanCodes.PAGE_DOWN -> sequence("6~");
      default -> {
        // A key that says nothing, such as that of a window system.
      }
    }
  }

  private void function(int n) {
    if (n <= 5) {
      sequence("[" + (char) ('A' + n - 1));
    } else {
      // 16 and 22 are left out, as on a VT220.
      sequence((n <= 10 ? n + 11 : n + 12) + "~");
    }
  }

  private void sequence(String rest) {
    type(ESC);
    bytes.accept('[');
    for (byte b : rest.getBytes(StandardCharsets.ISO_8859_1)) {
      bytes.accept(b);
    }
  }
}
