package exo.kernel.dev;

import java.util.function.IntConsumer;

/**
 * Fingers: what a person typed at the host's terminal, as bytes, becomes the keys of a US keyboard
 * that type the same. Bytes beyond ASCII are typed as Alt with three digits of the number pad.
 */
public final class KeyTyper {
  private static final int ESC = 0x1b;
  private static final int DEL = 0x7f;
  private static final String[] ARROWS_AND_CO = {
    "[A", "[B", "[C", "[D", "[H", "[F", "OA", "OB", "OC", "OD", "OH", "OF", "[1~", "[2~", "[3~",
    "[4~", "[5~", "[6~"
  };
  private static final int[] THEIR_KEYS = {
    ScanCodes.UP,
    ScanCodes.DOWN,
    ScanCodes.RIGHT,
    ScanCodes.LEFT,
    ScanCodes.HOME,
    ScanCodes.END,
    ScanCodes.UP,
    ScanCodes.DOWN,
    ScanCodes.RIGHT,
    ScanCodes.LEFT,
    ScanCodes.HOME,
    ScanCodes.END,
    ScanCodes.HOME,
    ScanCodes.INSERT,
    ScanCodes.DELETE,
    ScanCodes.END,
    ScanCodes.PAGE_UP,
    ScanCodes.PAGE_DOWN
  };

  /** Most scan codes of one key press: Alt and three digits, each pressed and released. */
  public static final int LONGEST = 8;

  private final IntConsumer codes;

  /**
   * @param codes gets the scan codes
   */
  public KeyTyper(IntConsumer codes) {
    this.codes = codes;
  }

  /**
   * Types one key: that of an escape sequence whole, else of one byte.
   *
   * @param to the end of what was read
   * @return how many bytes it was, at least 1
   */
  public int type(byte[] bytes, int from, int to) {
    int c = bytes[from] & 0xff;
    if (c == ESC) {
      int sequence = sequenceAt(bytes, from + 1, to);
      if (sequence >= 0) {
        codes.accept(ScanCodes.EXTENDED);
        codes.accept(THEIR_KEYS[sequence]);
        codes.accept(ScanCodes.EXTENDED);
        codes.accept(THEIR_KEYS[sequence] | ScanCodes.RELEASED);
        return 1 + ARROWS_AND_CO[sequence].length();
      }
    }
    type(c);
    return 1;
  }

  private static int sequenceAt(byte[] bytes, int from, int to) {
    for (int i = 0; i < ARROWS_AND_CO.length; i++) {
      String s = ARROWS_AND_CO[i];
      if (s.length() <= to - from) {
        int same = 0;
        while (same < s.length() && bytes[from + same] == s.charAt(same)) {
          same++;
        }
        if (same == s.length()) {
          return i;
        }
      }
    }
    return -1;
  }

  private void type(int c) {
    switch (c) {
      case ESC -> stroke(ScanCodes.ESCAPE);
      case DEL -> stroke(ScanCodes.BACKSPACE);
      case '\t' -> stroke(ScanCodes.TAB);
      case '\r' -> stroke(ScanCodes.ENTER);
      case 0 -> with(ScanCodes.CTRL, ScanCodes.SPACE);
      default -> {
        if (c > DEL) {
          number(c);
        } else if (c < ' ') {
          control(c);
        } else if (ScanCodes.plainKey(c) != 0) {
          stroke(ScanCodes.plainKey(c));
        } else {
          with(ScanCodes.LEFT_SHIFT, ScanCodes.shiftedKey(c));
        }
      }
    }
  }

  private void control(int c) {
    int sign = c | 0x40;
    if (ScanCodes.plainKey(sign | 0x20) != 0 && sign <= 'Z') {
      with(ScanCodes.CTRL, ScanCodes.plainKey(sign | 0x20));
    } else if (ScanCodes.plainKey(sign) != 0) {
      with(ScanCodes.CTRL, ScanCodes.plainKey(sign));
    } else {
      codes.accept(ScanCodes.LEFT_SHIFT);
      with(ScanCodes.CTRL, ScanCodes.shiftedKey(sign));
      codes.accept(ScanCodes.LEFT_SHIFT | ScanCodes.RELEASED);
    }
  }

  private void number(int c) {
    codes.accept(ScanCodes.ALT);
    stroke(ScanCodes.padKey(c / 100));
    stroke(ScanCodes.padKey(c / 10 % 10));
    stroke(ScanCodes.padKey(c % 10));
    codes.accept(ScanCodes.ALT | ScanCodes.RELEASED);
  }

  private void with(int modifier, int key) {
    codes.accept(modifier);
    stroke(key);
    codes.accept(modifier | ScanCodes.RELEASED);
  }

  private void stroke(int key) {
    codes.accept(key);
    codes.accept(key | ScanCodes.RELEASED);
  }
}
