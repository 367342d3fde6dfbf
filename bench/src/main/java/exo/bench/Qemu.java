package exo.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The translator of the field that figures are compared with, if the host has it. */
final class Qemu {
  static final String NAME = "qemu-x86_64";

  private Qemu() {}

  /** Where it is on the path; null when it is not. */
  static @Nullable Path find() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder, NAME);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }
}
