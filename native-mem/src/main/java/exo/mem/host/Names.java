package exo.mem.host;

import java.net.URI;
import java.nio.file.Path;

/** Checks that a name leads where it seems to. */
final class Names {
  private static final int NAME_MAX = 255;

  private Names() {}

  /**
   * One component of a path, as bytes: no slash, no 0, not empty, neither {@code .} nor {@code ..},
   * which would leave the folder. The guest's own path walk has dealt with those, so here they are
   * IllegalArgumentException; a name too long is a HostException with ENAMETOOLONG.
   */
  static String component(String name) throws HostException {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not one component of a path: \"" + name + "\"");
    }
    return bytes(name, NAME_MAX);
  }

  /** What a symbolic link may hold: any bytes but 0. */
  static String target(String target) throws HostException {
    return bytes(target, Scratch.NAME_SIZE - 1);
  }

  private static String bytes(String name, int most) throws HostException {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == 0 || c > 0xff) {
        throw new IllegalArgumentException("not a name of bytes: \"" + name + "\"");
      }
    }
    if (name.length() > most) {
      throw new HostException("a name of " + name.length() + " bytes", "", FileCalls.ENAMETOOLONG);
    }
    return name;
  }

  /** The bytes of a host path as the JDK holds them, which its String form may not keep. */
  static String path(Path path) throws HostException {
    URI uri = path.toAbsolutePath().toUri();
    String escaped = uri.getRawPath();
    StringBuilder bytes = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        bytes.append((char) Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.append(c);
      }
    }
    return bytes(bytes.toString(), Scratch.NAME_SIZE - 1);
  }

  /** The object itself that a descriptor stands for, whatever its name leads to by now. */
  static String ofDescriptor(int fd) {
    return "/proc/self/fd/" + fd;
  }
}
