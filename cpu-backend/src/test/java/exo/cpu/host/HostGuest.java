package exo.cpu.host;

import exo.cpu.CpuProvider;
import exo.cpu.CpuUnavailable;
import exo.cpu.engines.Guest;
import exo.mem.paging.Pte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A machine of one CPU on host processes, and a look at those from outside. */
final class HostGuest extends Guest {
  HostGuest() throws CpuUnavailable {
    super(provider());
  }

  static CpuProvider provider() {
    HostProvider provider = new HostProvider();
    CpuProvider.Probe probe = provider.probe();
    Assumptions.assumeTrue(probe.usable(), probe.detail() + "; " + probe.remedy());
    return provider;
  }

  /** A space that shares the page of code. */
  long newSpace() {
    long root = tables.newRoot();
    tables.map(root, CODE, Pte.frame(tables.leaf(this.root, CODE)), USER);
    return root;
  }

  /** The processes of all engines in this JVM. */
  static List<ProcessHandle> processes() {
    return ProcessHandle.current().descendants().toList();
  }

  /** Those that guest code runs in: they have a filter. */
  static List<ProcessHandle> children() {
    return processes().stream().filter(p -> line(p, "status", "Seccomp:").endsWith("2")).toList();
  }

  /** A line of a file in a process's folder in /proc; empty when it is gone. */
  static String line(ProcessHandle process, String file, String start) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid(), file))) {
      return lines.filter(l -> l.startsWith(start)).findFirst().orElse("");
    } catch (IOException | java.io.UncheckedIOException gone) {
      return "";
    }
  }

  /** What is mapped in a process, by name. */
  static List<String> mappings(ProcessHandle process) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/maps"))) {
      return lines.map(l -> l.substring(Math.min(l.length(), 73)).strip()).distinct().toList();
    }
  }
}
