package exo.bench;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * A benchmark of JMH, in JVMs of its own with the options of this one, and how to show its result.
 *
 * @param benchmark class and method, without the package
 * @param bytes what one operation moves, shown as GB/s, or 0 to show its time
 */
record Operation(String id, String what, String benchmark, long bytes, @Nullable Aim aim)
    implements Measurement {
  static Operation timed(String id, String what, String benchmark, @Nullable Aim aim) {
    return new Operation(id, what, benchmark, 0, aim);
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    Options options =
        new OptionsBuilder()
            .include("^exo\\.bench\\.jmh\\." + Pattern.quote(benchmark) + "$")
            .forks(effort.forks())
            .warmupIterations(effort.warmups())
            .warmupTime(TimeValue.milliseconds(effort.iterationMillis()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.iterationMillis()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    Statistics nanos = result.getPrimaryResult().getStatistics();
    double median = nanos.getPercentile(50);
    double worst = nanos.getPercentile(99);
    return List.of(
        new Figure(
            id,
            what,
            bytes > 0 ? "GB/s" : "ns",
            bytes > 0 ? bytes / median : median,
            bytes > 0 ? bytes / worst : worst,
            (int) nanos.getN(),
            median,
            allocated(result),
            aim,
            "./exo bench " + id,
            Map.of()));
  }

  private static double allocated(RunResult result) {
    var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (allocated == null) {
      throw new IllegalStateException("JMH's GC profiler told nothing of " + result.getParams());
    }
    return allocated.getScore();
  }
}
