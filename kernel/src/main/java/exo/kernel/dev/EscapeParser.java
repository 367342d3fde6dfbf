package exo.kernel.dev;

/**
 * Cuts a stream of bytes into characters, control characters and escape sequences, as
 * console_codes(4) describes them; UTF-8 is decoded. What is not known is swallowed whole.
 */
final class EscapeParser {
  /** What the stream says. */
  interface Screen {
    void print(int character);

    void control(int c);

    /** {@code ESC c}. */
    void escape(int c);

    /**
     * {@code ESC [ parameters c}.
     *
     * @param mark {@code ?} or another sign behind the bracket, or 0
     * @param count at least 1; what was left out is 0
     */
    void sequence(int c, int mark, int[] parameters, int count);
  }

  private static final int MOST_PARAMETERS = 16;
  private static final int LARGEST = 9999;
  private static final int ESC = 0x1b;
  private static final int CAN = 0x18;
  private static final int SUB = 0x1a;
  private static final int BEL = 0x07;
  private static final int REPLACEMENT = 0xfffd;

  private enum State {
    TEXT,
    ESCAPE,
    /** A sign follows that chooses a character set, or the like. */
    ONE_MORE,
    SEQUENCE,
    /** A text for a window's title, up to BEL or ESC \. */
    STRING
  }

  private final Screen screen;
  private final int[] parameters = new int[MOST_PARAMETERS];
  private State state = State.TEXT;
  private int count;
  private int mark;
  private int decoded;
  private int decodeMore;

  EscapeParser(Screen screen) {
    this.screen = screen;
  }

  void put(int c) {
    if (c < ' ' || c == 0x7f) {
      control(c);
      return;
    }
    switch (state) {
      case TEXT -> text(c);
      case ESCAPE -> escape(c);
      case ONE_MORE -> state = State.TEXT;
      case SEQUENCE -> sequence(c);
      case STRING -> {
        // Up to its end.
      }
    }
  }

  private void control(int c) {
    decodeMore = 0;
    switch (c) {
      case ESC -> state = State.ESCAPE;
      case CAN, SUB -> state = State.TEXT;
      case BEL -> {
        if (state == State.STRING) {
          state = State.TEXT;
        }
      }
      default -> {
        if (state != State.STRING) {
          screen.control(c);
        }
      }
    }
  }

  private void text(int c) {
    if (c < 0x80) {
      decodeMore = 0;
      screen.print(c);
    } else if (c < 0xc0) {
      if (decodeMore == 0) {
        screen.print(REPLACEMENT);
      } else {
        decoded = decoded << 6 | c & 0x3f;
        if (--decodeMore == 0) {
          screen.print(decoded);
        }
      }
    } else {
      decodeMore = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
      decoded = c & 0x3f >> decodeMore;
    }
  }

  private void escape(int c) {
    state = State.TEXT;
    switch (c) {
      case '[' -> {
        state = State.SEQUENCE;
        count = 1;
        parameters[0] = 0;
        mark = 0;
      }
      case ']', 'P', '^', '_' -> state = State.STRING;
      case '(', ')', '#', '%' -> state = State.ONE_MORE;
      default -> screen.escape(c);
    }
  }

  private void sequence(int c) {
    if (c >= '0' && c <= '9') {
      parameters[count - 1] = Math.min(LARGEST, parameters[count - 1] * 10 + c - '0');
    } else if (c == ';' || c == ':') {
      if (count < MOST_PARAMETERS) {
        parameters[count++] = 0;
      }
    } else if (c >= '<' && c <= '?') {
      mark = c;
    } else if (c >= '@') {
      state = State.TEXT;
      screen.sequence(c, mark, parameters, count);
    }
  }
}
