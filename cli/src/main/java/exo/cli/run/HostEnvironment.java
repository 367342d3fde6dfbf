package exo.cli.run;

import org.jspecify.annotations.Nullable;

/** The environment that the user started Exo in. */
final class HostEnvironment {
  private HostEnvironment() {}

  /**
   * A variable, or null. LC_ALL is the one that the exo script may have to change for the JVM,
   * which takes file names and arguments for garbage in a locale without UTF-8; the user's own it
   * passes on, empty when there was none.
   */
  static @Nullable String get(String name) {
    if (name.equals("LC_ALL")) {
      String users = System.getProperty("exo.lc_all");
      if (users != null) {
        return users.isEmpty() ? null : users;
      }
    }
    return System.getenv(name);
  }
}
