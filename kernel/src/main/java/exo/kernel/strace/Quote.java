package exo.kernel.strace;

/** Bytes as a C string literal. */
final class Quote {
  /** Longest string or buffer printed whole, in bytes. */
  static final int MAX = 32;

  private Quote() {}

  /** {@code "..."}: letters as they are, the rest escaped with the fewest octal digits. */
  static void octal(StringBuilder out, byte[] bytes, int from, int len) {
    out.append('"');
    for (int i = from; i < from + len; i++) {
      boolean digitFollows = i + 1 < from + len && bytes[i + 1] >= '0' && bytes[i + 1] <= '7';
      octal(out, bytes[i] & 0xff, digitFollows);
    }
    out.append('"');
  }

  /** {@code "\x.."}: every byte in hexadecimal. */
  static void hex(StringBuilder out, byte[] bytes, int from, int len) {
    out.append('"');
    for (int i = from; i < from + len; i++) {
      out.append("\\x");
      out.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      out.append(Character.forDigit(bytes[i] & 15, 16));
    }
    out.append('"');
  }

  private static void octal(StringBuilder out, int b, boolean digitFollows) {
    switch (b) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case 0x0b -> out.append("\\v");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (b >= ' ' && b < 0x7f) {
          out.append((char) b);
        } else {
          out.append('\\');
          // A digit after a short escape would be read as part of it.
          String digits = Integer.toOctalString(b);
          out.append(digitFollows ? "0".repeat(3 - digits.length()) : "").append(digits);
        }
      }
    }
  }
}
