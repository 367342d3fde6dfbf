package exo.kernel.dev;

/** Scan code set 1 and the US layout. A released key sends its code with {@link #RELEASED}. */
final class ScanCodes {
  static final int RELEASED = 0x80;

  /** Before the code of a key that the first PCs did not have. */
  static final int EXTENDED = 0xe0;

  static final int ESCAPE = 0x01;
  static final int BACKSPACE = 0x0e;
  static final int TAB = 0x0f;
  static final int ENTER = 0x1c;
  static final int CTRL = 0x1d;
  static final int LEFT_SHIFT = 0x2a;
  static final int RIGHT_SHIFT = 0x36;
  static final int ALT = 0x38;
  static final int SPACE = 0x39;
  static final int CAPS_LOCK = 0x3a;
  static final int F1 = 0x3b;
  static final int F10 = 0x44;
  static final int NUM_LOCK = 0x45;
  static final int PAD_7 = 0x47;
  static final int PAD_PERIOD = 0x53;
  static final int F11 = 0x57;
  static final int F12 = 0x58;
  static final int PAD_SLASH = 0x35;

  // With EXTENDED before them.
  static final int HOME = 0x47;
  static final int UP = 0x48;
  static final int PAGE_UP = 0x49;
  static final int LEFT = 0x4b;
  static final int RIGHT = 0x4d;
  static final int END = 0x4f;
  static final int DOWN = 0x50;
  static final int PAGE_DOWN = 0x51;
  static final int INSERT = 0x52;
  static final int DELETE = 0x53;

  /** Keys 0x47 to 0x53 of the number pad, with num lock. */
  private static final String PAD = "789-456+1230.";

  // From code 0; a blank where the key has no character.
  private static final String PLAIN = "  1234567890-=  qwertyuiop[]  asdfghjkl;'` \\zxcvbnm,./ *";
  private static final String SHIFTED = "  !@#$%^&*()_+  QWERTYUIOP{}  ASDFGHJKL:\"~ |ZXCVBNM<>? *";

  private ScanCodes() {}

  /** The character of a key, or 0. */
  static int character(int code, boolean shift) {
    if (code == SPACE) {
      return ' ';
    }
    int c = code < PLAIN.length() ? (shift ? SHIFTED : PLAIN).charAt(code) : ' ';
    return c == ' ' ? 0 : c;
  }

  /** The character of a key of the number pad, or 0. */
  static int pad(int code) {
    return code >= PAD_7 && code <= PAD_PERIOD ? PAD.charAt(code - PAD_7) : 0;
  }

  /** The key of a digit on the number pad. */
  static int padKey(int digit) {
    return PAD_7 + PAD.indexOf('0' + digit);
  }

  /** The key that types a character without shift, or 0. */
  static int plainKey(int c) {
    return c == ' ' ? SPACE : Math.max(0, PLAIN.indexOf(c));
  }

  /** The key that types a character with shift, or 0. */
  static int shiftedKey(int c) {
    return c == ' ' ? 0 : Math.max(0, SHIFTED.indexOf(c));
  }
}
