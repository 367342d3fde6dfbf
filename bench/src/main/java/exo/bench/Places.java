package exo.bench;

import java.nio.file.Path;

/**
 * Where things are, as the {@code exo} script tells the JVM.
 *
 * @param root of the project
 * @param guests folder of the guest programs
 */
record Places(Path root, Path guests) {
  static Places ofThisJvm() {
    return new Places(property("exo.root"), property("exo.guests"));
  }

  private static Path property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("-D" + name + " is not set: start it by ./exo bench");
    }
    return Path.of(value);
  }

  Path guest(String program) {
    return guests.resolve(program);
  }

  /** The command. */
  Path exo() {
    return root.resolve("exo");
  }

  /** Where JMH says what it did, a file each. */
  Path logs() {
    return root.resolve(".exo/bench");
  }
}
