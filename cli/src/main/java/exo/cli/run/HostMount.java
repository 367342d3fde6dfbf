package exo.cli.run;

import java.nio.file.Path;

/**
 * A {@code --mount}: a folder or file of the host, and where the guest sees it.
 *
 * @param guest absolute
 */
record HostMount(Path host, String guest, boolean writable) {

  /**
   * Reads {@code HOST:GUEST[:ro|:rw]}; the guest's path is what begins with the last {@code :/}.
   *
   * @throws IllegalArgumentException with one line for people
   */
  static HostMount parse(String text) {
    boolean writable = text.endsWith(":rw");
    String paths = writable || text.endsWith(":ro") ? text.substring(0, text.length() - 3) : text;
    int colon = paths.lastIndexOf(":/");
    if (colon <= 0) {
      throw new IllegalArgumentException("not HOST:GUEST, HOST:GUEST:ro or HOST:GUEST:rw");
    }
    return new HostMount(Path.of(paths.substring(0, colon)), paths.substring(colon + 1), writable);
  }
}
