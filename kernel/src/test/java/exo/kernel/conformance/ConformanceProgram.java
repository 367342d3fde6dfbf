package exo.kernel.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One program of the conformance set, as built by {@code userland-elf/build.sh}. */
record ConformanceProgram(Path file) {
  /** Every program, by name; none where they are not built. */
  static List<ConformanceProgram> all() throws IOException {
    Path folder = Path.of(System.getProperty("exo.guests", "")).resolve("conformance");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().map(ConformanceProgram::new).toList();
    }
  }

  String name() {
    return file.getFileName().toString();
  }
}
