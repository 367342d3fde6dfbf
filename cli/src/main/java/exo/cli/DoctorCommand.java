package exo.cli;

import exo.cpu.CpuProvider;
import exo.cpu.CpuProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code exo doctor}, the half that only a running JVM can tell; the exo script looks for tools
 * first, and prints lines of the same form. Status 0 when a program can run.
 */
final class DoctorCommand {
  private static final long LITTLE_MEMORY = 256L << 20;

  private boolean usable;

  private DoctorCommand() {}

  static int run(List<String> words) throws Failure {
    new Arguments("exo doctor", words).nothingMore();
    return new DoctorCommand().examine() ? ExitStatus.OK : 1;
  }

  private boolean examine() {
    engines();
    memory();
    return usable;
  }

  private void engines() {
    for (CpuProvider engine : CpuProviders.all()) {
      CpuProvider.Probe probe = engine.probe();
      usable |= probe.usable();
      if (probe.usable()) {
        line("ok", "engine " + engine.name(), probe.detail());
      } else {
        line("MISSING", "engine " + engine.name(), probe.detail() + "; " + probe.remedy());
      }
    }
  }

  private static void memory() {
    try {
      long available = availableBytes();
      line(
          available < LITTLE_MEMORY ? "little" : "ok",
          "memory",
          (available >> 20) + " MiB free for guests");
    } catch (IOException e) {
      line("unknown", "memory", "/proc/meminfo: " + e.getMessage());
    }
  }

  private static long availableBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException("no MemAvailable");
  }

  private static void line(String state, String what, String detail) {
    System.out.printf("%-8s %-15s %s%n", state, what, detail);
  }
}
