package exo.cli.boot;

/**
 * A font of our own, 6 by 10 dots: letters of 5 by 7 with two lines below for tails; lines and
 * blocks fill their cells. A character it does not have is an empty frame.
 */
final class Font {
  static final int WIDTH = 6;
  static final int HEIGHT = 10;

  private static final char FIRST = ' ';
  private static final int LETTER_ROWS = 9;
  private static final int LETTER_TOP = 0;
  private static final int LETTER_WIDTH = 5;
  private static final int DIGIT_BITS = 32;

  /** Nine rows of five dots a character, each row a digit to base 32, the left dot highest. */
  private static final String LETTERS =
      "000000000444440400aaa000000aavavaa004fke5u400op248j300cik8lid00448000000"
          + "24888420084222480004lel4000044v4400000000c480000v0000000000cc0011248gg00"
          + "ehjlphe004c4444e00eh1248v00v2421he0026aiv2200vgu11he0068guhhe00v12488800"
          + "ehhehhe00ehhf12c000cc0cc0000cc0c4800248g8420000v0v0000842124800eh1240400"
          + "eh1dlle00ehhhvhh00uhhuhhu00ehggghe00sihhhis00vgguggv00vgguggg00ehgnhhf00"
          + "hhhvhhh00e44444e0072222ic00hikokih00ggggggv00hrllhhh00hhpljhh00ehhhhhe00"
          + "uhhuggg00ehhhlid00uhhukih00fgge11u00v44444400hhhhhhe00hhhhha400hhhllla00"
          + "hha4ahh00hhha44400v1248gv00e88888e00gg8421100e22222e004ah0000000000000v0"
          + "84200000000e1fhf00ggmphhu0000egghe0011djhhf0000ehvge00698s8880000fhhhf1e"
          + "ggmphhh0040c444e002062222icggikoki00c44444e0000qllhh0000mphhh0000ehhhe00"
          + "00uhhhugg00fhhhf1100mpggg0000fge1u0088s88960000hhhjd0000hhha40000hhlla00"
          + "00ha4ah0000hhhhf1e00v248v00244844200444444400844244800008l20000";

  // Which arms a line has.
  private static final int LEFT = 1;
  private static final int RIGHT = 2;
  private static final int UP = 4;
  private static final int DOWN = 8;
  private static final String SINGLE = "─│┌┐└┘├┤┬┴┼";
  private static final String DOUBLE = "═║╔╗╚╝╠╣╦╩╬";
  private static final int[] ARMS = {
    LEFT | RIGHT,
    UP | DOWN,
    RIGHT | DOWN,
    LEFT | DOWN,
    RIGHT | UP,
    LEFT | UP,
    UP | DOWN | RIGHT,
    UP | DOWN | LEFT,
    LEFT | RIGHT | DOWN,
    LEFT | RIGHT | UP,
    LEFT | RIGHT | UP | DOWN
  };
  private static final int MIDDLE_X = 2;
  private static final int MIDDLE_Y = 4;

  private Font() {}

  /**
   * Whether a dot of a character is in its colour.
   *
   * @param x from the left, 0 to 5
   * @param y from the top, 0 to 9
   */
  static boolean isLit(char c, int x, int y) {
    int letter = (c - FIRST) * LETTER_ROWS;
    if (c >= FIRST && letter < LETTERS.length()) {
      return isLetterLit(letter, x, y - LETTER_TOP);
    }
    int single = SINGLE.indexOf(c);
    if (single >= 0) {
      return isLineLit(ARMS[single], x, y, 0);
    }
    int twice = DOUBLE.indexOf(c);
    if (twice >= 0) {
      return isLineLit(ARMS[twice], x, y, 1);
    }
    return switch (c) {
      case '█' -> true;
      case '▀' -> y < HEIGHT / 2;
      case '▄' -> y >= HEIGHT / 2;
      case '▌' -> x < WIDTH / 2;
      case '▐' -> x >= WIDTH / 2;
      case '░' -> x % 2 == 0 && y % 2 == 0;
      case '▒' -> (x + y) % 2 == 0;
      case '▓' -> x % 2 != 0 || y % 2 != 0;
      case '■' -> x >= 1 && x <= 4 && y >= 3 && y <= 6;
      default -> (x == 0 || x == LETTER_WIDTH - 1) == (y > 0 && y < 7) && x < LETTER_WIDTH && y < 8;
    };
  }

  private static boolean isLetterLit(int letter, int x, int row) {
    if (row < 0 || row >= LETTER_ROWS || x >= LETTER_WIDTH) {
      return false;
    }
    int dots = Character.digit(LETTERS.charAt(letter + row), DIGIT_BITS);
    return (dots >>> (LETTER_WIDTH - 1 - x) & 1) != 0;
  }

  private static boolean isLineLit(int arms, int x, int y, int extra) {
    boolean onColumn = x >= MIDDLE_X && x <= MIDDLE_X + extra;
    boolean onRow = y >= MIDDLE_Y && y <= MIDDLE_Y + extra;
    return (onRow && x <= MIDDLE_X && (arms & LEFT) != 0)
        || (onRow && x >= MIDDLE_X && (arms & RIGHT) != 0)
        || (onColumn && y <= MIDDLE_Y && (arms & UP) != 0)
        || (onColumn && y >= MIDDLE_Y && (arms & DOWN) != 0)
        || (onColumn && onRow);
  }
}
