package exo.kernel.dev;

import java.util.HashMap;
import java.util.Map;

/** The characters in the ROM of a PC's video card, code page 437. */
public final class Cp437 {
  /** What stands for a character that the card does not have. */
  public static final int UNKNOWN = 0xfe;

  private static final String LOW = "\u0000☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";
  private static final String HIGH =
      "⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
          + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
  private static final int HIGH_FROM = 0x7f;
  private static final Map<Integer, Integer> CODES = codes();

  private Cp437() {}

  private static Map<Integer, Integer> codes() {
    Map<Integer, Integer> codes = new HashMap<>();
    for (int code = 1; code < 256; code++) {
      codes.put((int) character(code), code);
    }
    return Map.copyOf(codes);
  }

  /** The character of a code, 0 to 255; a blank for 0. */
  public static char character(int code) {
    if (code == 0) {
      return ' ';
    }
    if (code < LOW.length()) {
      return LOW.charAt(code);
    }
    return code < HIGH_FROM ? (char) code : HIGH.charAt(code - HIGH_FROM);
  }

  /** The code of a character, or {@link #UNKNOWN}. */
  static int code(int character) {
    return character >= ' ' && character < HIGH_FROM
        ? character
        : CODES.getOrDefault(character, UNKNOWN);
  }
}
