package exo.fuzz.program;

import java.io.ByteArrayOutputStream;

/** Bytes between quotes, as C writes them; runs of one byte as {@code "..."*N}. */
final class Quoted {
  private static final int RUN = 16;

  private Quoted() {}

  static void print(StringBuilder out, byte[] bytes) {
    int same = 1;
    while (same < bytes.length && bytes[same] == bytes[0]) {
      same++;
    }
    boolean run = same >= RUN && same == bytes.length;
    out.append('"');
    for (int i = 0; i < (run ? 1 : bytes.length); i++) {
      int b = bytes[i] & 0xff;
      if (b == '"' || b == '\\') {
        out.append('\\').append((char) b);
      } else if (b >= ' ' && b < 0x7f) {
        out.append((char) b);
      } else {
        out.append("\\x")
            .append(Character.forDigit(b >> 4, 16))
            .append(Character.forDigit(b & 15, 16));
      }
    }
    out.append('"');
    if (run) {
      out.append('*').append(same);
    }
  }

  /** The bytes of what stands between the quotes; null when an escape is none. */
  static byte @org.jspecify.annotations.Nullable [] parse(String inner) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\') {
        out.write(c);
      } else if (i + 1 < inner.length() && "\"\\".indexOf(inner.charAt(i + 1)) >= 0) {
        out.write(inner.charAt(++i));
      } else if (i + 3 < inner.length() && inner.charAt(i + 1) == 'x') {
        int high = Character.digit(inner.charAt(i + 2), 16);
        int low = Character.digit(inner.charAt(i + 3), 16);
        if (high < 0 || low < 0) {
          return null;
        }
        out.write(high << 4 | low);
        i += 3;
      } else {
        return null;
      }
    }
    return out.toByteArray();
  }
}
