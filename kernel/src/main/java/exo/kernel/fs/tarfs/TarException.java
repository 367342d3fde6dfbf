package exo.kernel.fs.tarfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An archive is damaged, uses what is not supported, or does not fit; says where and what. */
public final class TarException extends IOException {
  private static final long serialVersionUID = 1L;

  TarException(long header, String what) {
    super("tar archive, header at byte " + header + ": " + what);
  }

  /** A name for people to read: what is no printable UTF-8 is replaced. */
  static String quote(String name) {
    String text = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
