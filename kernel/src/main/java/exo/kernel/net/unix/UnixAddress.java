package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The name of a socket: none, a path, or an abstract name. Immutable.
 *
 * @param text what follows the family, a char a byte: with the NUL at its end for a path, at its
 *     beginning for an abstract name; empty for none
 */
record UnixAddress(String text) implements SocketAddress {
  static final UnixAddress UNNAMED = new UnixAddress("");

  private static final int FAMILY = 1;
  private static final int HEADER = Short.BYTES;
  private static final int LONGEST = 108;

  /**
   * The address in a struct sockaddr_un.
   *
   * @throws Errno EINVAL
   */
  static UnixAddress parse(byte[] name) throws Errno {
    if (name.length <= HEADER || name.length > HEADER + LONGEST || !isUnix(name)) {
      throw Errno.EINVAL;
    }
    int end = name.length;
    if (name[HEADER] != 0) {
      end = HEADER;
      while (end < name.length && name[end] != 0) {
        end++;
      }
    }
    String text = new String(name, HEADER, end - HEADER, StandardCharsets.ISO_8859_1);
    return new UnixAddress(name[HEADER] == 0 ? text : text + '\0');
  }

  static boolean isUnix(byte[] name) {
    return name.length >= HEADER && name[0] == FAMILY && name[1] == 0;
  }

  /** Whether it holds a family and nothing else: bind(2) then chooses a name. */
  static boolean isFamilyAlone(byte[] name) {
    return name.length == HEADER && isUnix(name);
  }

  boolean isAbstract() {
    return !text.isEmpty() && text.charAt(0) == 0;
  }

  boolean isPath() {
    return !text.isEmpty() && text.charAt(0) != 0;
  }

  /** The path, without the NUL. */
  String path() {
    return text.substring(0, text.length() - 1);
  }

  @Override
  public int write(byte[] to) {
    to[0] = FAMILY;
    to[1] = 0;
    for (int i = 0; i < text.length(); i++) {
      to[HEADER + i] = (byte) text.charAt(i);
    }
    return HEADER + text.length();
  }

  /** As {@code /proc/net/unix} writes it. */
  String shown() {
    return isAbstract() ? text.replace('\0', '@') : isPath() ? path() : "";
  }
}
