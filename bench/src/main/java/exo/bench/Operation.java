package exo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * A benchmark of JMH, in JVMs of its own with the options of this one, and how to show its result.
 *
 * @param benchmark class and method, without the package
 * @param base a method of that class which does all but the operations, such as starting and ending
 *     a guest; taken off the result; or empty
 * @param block operations in one call of the benchmark that JMH does not know of
 * @param bytes what one operation moves, shown as GB/s, or 0 to show its time
 */
record Operation(
    String id, String what, String benchmark, String base, int block, long bytes, @Nullable Aim aim)
    implements Measurement {
  /** One of the kernel's own, which is called without anything around it. */
  static Operation direct(String id, String what, String benchmark) {
    return new Operation(id, what, benchmark, "", 1, 0, null);
  }

  /** One that is measured in blocks. */
  static Operation inBlocks(
      String id, String what, String benchmark, int block, @Nullable Aim aim) {
    return new Operation(id, what, benchmark, "", block, 0, aim);
  }

  /** One that a guest makes many times. */
  static Operation inGuest(String id, String what, String benchmark, long bytes, Aim aim) {
    return new Operation(id, what, benchmark, "startAndEnd", 1, bytes, aim);
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    RunResult result = run(places, effort, benchmark);
    double baseNanos = 0;
    double baseBytes = 0;
    if (!base.isEmpty()) {
      String owner = benchmark.substring(0, benchmark.indexOf('.') + 1);
      RunResult without = run(places, effort, owner + base);
      int operations = result.getParams().getOpsPerInvocation();
      baseNanos = without.getPrimaryResult().getStatistics().getPercentile(50) / operations;
      baseBytes = allocated(without) / operations;
    }
    Statistics nanos = result.getPrimaryResult().getStatistics();
    Latency latency = Latency.of(nanos, block, baseNanos);
    double median = nanos.getPercentile(50) / block - baseNanos;
    double worst = nanos.getPercentile(99) / block - baseNanos;
    return List.of(
        new Figure(
            id,
            what,
            bytes > 0 ? "GB/s" : "ns",
            bytes > 0 ? bytes / median : median,
            bytes > 0 ? bytes / worst : worst,
            (int) nanos.getN(),
            median,
            Math.max(0, allocated(result) / block - baseBytes),
            aim,
            "./exo bench " + id,
            block == 1 ? Map.of() : latency.details()));
  }

  private RunResult run(Places places, Effort effort, String method) throws Exception {
    Path log = places.logs().resolve(method + ".log");
    Files.createDirectories(places.logs());
    Options options =
        new OptionsBuilder()
            .include("^exo\\.bench\\.jmh\\." + Pattern.quote(method) + "$")
            .forks(effort.forks())
            .warmupIterations(effort.warmups())
            .warmupTime(TimeValue.milliseconds(effort.iterationMillis()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.iterationMillis()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .output(log.toString())
            .build();
    try {
      return new Runner(options).runSingle();
    } catch (RunnerException e) {
      throw new IOException(e.getMessage() + ": see " + log, e);
    }
  }

  private static double allocated(RunResult result) {
    var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (allocated == null) {
      throw new IllegalStateException("JMH's GC profiler told nothing of " + result.getParams());
    }
    return allocated.getScore();
  }
}
