package exo.kernel.strace;

/** IPv6 addresses as inet_ntop(3) writes them: the longest run of zeros left out. */
final class Inet6Text {
  private Inet6Text() {}

  /** The sixteen bytes at {@code off}, in network order. */
  static String of(byte[] bytes, int off) {
    int[] words = new int[8];
    for (int i = 0; i < 8; i++) {
      words[i] = ((bytes[off + 2 * i] & 0xff) << 8) | (bytes[off + 2 * i + 1] & 0xff);
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int n = 0;
      while (i + n < 8 && words[i + n] == 0) {
        n++;
      }
      if (n > gapLength) {
        gap = i;
        gapLength = n;
      }
    }
    boolean v4 = gap == 0 && (gapLength == 6 || (gapLength == 5 && words[5] == 0xffff));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < (v4 ? 6 : 8); i++) {
      if (i == gap) {
        out.append("::");
        i += gapLength - 1;
      } else {
        out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":");
        out.append(Integer.toHexString(words[i]));
      }
    }
    if (v4) {
      out.append(out.charAt(out.length() - 1) == ':' ? "" : ":");
      out.append(words[6] >> 8).append('.').append(words[6] & 0xff).append('.');
      out.append(words[7] >> 8).append('.').append(words[7] & 0xff);
    }
    return out.toString();
  }
}
