package exo.bench;

import java.util.List;
import java.util.Map;

/** The most resident memory that {@code ./exo} takes for a guest that needs next to none. */
final class CommandMemory implements Measurement {
  @Override
  public String id() {
    return "command.memory";
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    List<String> command = List.of(places.exo().toString(), "run", "--memory", "1G", "hello");
    double[] peaks = new double[5];
    for (int i = 0; i < peaks.length; i++) {
      peaks[i] = Rusage.of(places, command).peakBytes() / 1e6;
    }
    Samples peak = new Samples(peaks);
    return List.of(
        new Figure(
            id(),
            "peak resident memory, with 1 GiB of guest RAM",
            "MB",
            peak.median(),
            peak.percentile(99),
            peak.count(),
            Double.NaN,
            Double.NaN,
            Aim.atMost(150),
            "./exo run --memory 1G hello",
            Map.of()));
  }
}
