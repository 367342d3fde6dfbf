package exo.cli.run;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.kernel.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds which file PROGRAM means, as execvp(3) does: in the guest, or else on the host. */
final class ProgramSearch {
  private static final int S_IFMT = 0170000;
  private static final int S_IFREG = 0100000;
  private static final int ANY_EXECUTE = 0111;

  private final Machine machine;
  private final RunOptions options;
  private final Map<String, String> environment;

  ProgramSearch(Machine machine, RunOptions options, Map<String, String> environment) {
    this.machine = machine;
    this.options = options;
    this.environment = environment;
  }

  /** The path of the guest to start. */
  String find() throws Failure, IOException {
    String name = options.program.getFirst();
    return name.contains("/") ? named(name) : searched(name);
  }

  private String named(String name) throws Failure, IOException {
    String path = inGuest(options.directory, name);
    if (machine.fileMode(path).isPresent()) {
      return path;
    }
    if (options.rootfs == null) {
      Path host = Path.of(name).toAbsolutePath().normalize();
      if (Files.isRegularFile(host)) {
        machine.mount(host.toRealPath(), host.toString(), false);
        return host.toString();
      }
      if (Files.exists(host)) {
        throw new Failure(ExitStatus.NOT_EXECUTABLE, name + ": not a file");
      }
    }
    return path;
  }

  private String searched(String name) throws Failure {
    String candidate = null;
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      String path = inGuest(options.directory, folder + (folder.isEmpty() ? "" : "/") + name);
      int mode = machine.fileMode(path).orElse(0);
      if ((mode & S_IFMT) == S_IFREG) {
        if ((mode & ANY_EXECUTE) != 0) {
          return path;
        }
        candidate = candidate == null ? path : candidate;
      }
    }
    if (candidate != null) {
      return candidate;
    }
    String hint =
        Files.isRegularFile(Path.of(name))
            ? " (for the file of that name here, say ./" + name + ")"
            : "";
    throw new Failure(
        ExitStatus.NOT_FOUND,
        name + ": not found in the guest's PATH" + (options.rootfs == null ? hint : ""));
  }

  private static String inGuest(String directory, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    return directory.endsWith("/") ? directory + path : directory + "/" + path;
  }
}
