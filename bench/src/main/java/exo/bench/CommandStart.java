package exo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./exo run hello}, built and warm: from the fork of the shell to its end, as a person waits
 * for it.
 */
final class CommandStart implements Measurement {
  /** A shell, the JVM and the caches of the host warm up in these. */
  private static final int UNCOUNTED = 3;

  @Override
  public String id() {
    return "command.hello";
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    List<String> command = List.of(places.exo().toString(), "run", "hello");
    List<Rusage> runs = new ArrayList<>();
    for (int i = -UNCOUNTED; i < effort.starts(); i++) {
      Rusage run = Rusage.of(places, command);
      if (i >= 0) {
        runs.add(run);
      }
    }
    Samples wall = new Samples(runs.stream().mapToDouble(r -> r.wallNanos() / 1e6).toArray());
    Samples cpu = new Samples(runs.stream().mapToDouble(r -> r.cpuNanos() / 1e6).toArray());
    return List.of(
        new Figure(
            id(),
            "start, say hello and end: wall time",
            "ms",
            wall.median(),
            wall.percentile(99),
            wall.count(),
            wall.median() * 1e6,
            Double.NaN,
            Aim.atMost(250),
            "./exo run hello",
            Map.of("cpu_ms", cpu.median(), "fastest_ms", wall.percentile(1))));
  }
}
