package exo.kernel.exec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first line of an interpreter script. Source: execve(2), "Interpreter scripts".
 *
 * @param interpreter path after {@code #!}
 * @param argument the rest of the line without blanks around it, or null
 */
record Script(String interpreter, @Nullable String argument) {
  /** Most bytes of the first line that are looked at. */
  static final int LINE = 256;

  static boolean hasMagic(byte[] head) {
    return head.length >= 2 && head[0] == '#' && head[1] == '!';
  }

  /** Null when the line names no interpreter, or is cut within the name. */
  static @Nullable Script parse(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    boolean cut = end < 0 && head.length >= LINE;
    String line = strip(text.substring(2, end < 0 ? text.length() : end));
    int nul = line.indexOf('\0');
    if (nul >= 0) {
      line = strip(line.substring(0, nul));
    }
    int blank = 0;
    while (blank < line.length() && line.charAt(blank) != ' ' && line.charAt(blank) != '\t') {
      blank++;
    }
    if (blank == 0 || (cut && blank == line.length())) {
      return null;
    }
    String rest = strip(line.substring(blank));
    return new Script(line.substring(0, blank), rest.isEmpty() ? null : rest);
  }

  /** Without blanks and tabs at both ends; other white space belongs to the text. */
  private static String strip(String s) {
    int from = 0;
    int to = s.length();
    while (from < to && (s.charAt(from) == ' ' || s.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (s.charAt(to - 1) == ' ' || s.charAt(to - 1) == '\t')) {
      to--;
    }
    return s.substring(from, to);
  }
}
