package exo.fuzz.planted;

import exo.fuzz.engine.Fuzzer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JVM of its own, whose kernel has a mistake. */
final class PatchedJvm {
  private PatchedJvm() {}

  /**
   * Ready to be started.
   *
   * @param patch the mistake; null for none
   * @param classes a folder for the classes that have it
   * @param main of this module's tests
   */
  static ProcessBuilder builder(
      @Nullable Patch patch, Path classes, Class<?> main, String... arguments) throws Exception {
    Files.createDirectories(classes);
    if (patch != null) {
      Path file = classes.resolve(patch.type().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, patch.apply());
    }
    Path tests = Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=exo.mem,exo.cpu",
                "-Dexo.unicorn=" + System.getProperty("exo.unicorn"),
                "-p",
                System.getProperty("jdk.module.path") + File.pathSeparator + location(Fuzzer.class),
                "--patch-module",
                "exo.kernel=" + classes,
                "--patch-module",
                "exo.fuzz=" + tests,
                "-m",
                "exo.fuzz/" + main.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  private static String location(Class<?> of) {
    return ModuleLayer.boot()
        .configuration()
        .findModule(String.valueOf(of.getModule().getName()))
        .flatMap(m -> m.reference().location())
        .map(uri -> Path.of(uri).toString())
        .orElseThrow();
  }
}
