package exo.bench;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.util.Statistics;

/** The latencies of an operation, as a histogram of HdrHistogram with three digits. */
final class Latency {
  /** Details of a figure: percentiles of its samples, in nanoseconds. */
  static final String LOW = "p1_ns";

  static final String HIGH = "p99_ns";

  /** Counts are of hundredths of a nanosecond, so that the fastest operations keep their digits. */
  private static final double SCALE = 100;

  private static final double[] PERCENTILES = {25, 50, 75, 90, 99, 99.9, 99.99};

  private final Histogram histogram = new Histogram(3);

  private Latency() {}

  /**
   * Takes JMH's samples over.
   *
   * @param samples nanoseconds
   * @param block operations in a sample
   * @param baseNanos what of each is not the operation's
   */
  static Latency of(Statistics samples, int block, double baseNanos) {
    Latency latency = new Latency();
    for (Iterator<Map.Entry<Double, Long>> i = samples.getRawData(); i.hasNext(); ) {
      Map.Entry<Double, Long> sample = i.next();
      double nanos = Math.max(0, sample.getKey() / block - baseNanos);
      latency.histogram.recordValueWithCount(Math.round(nanos * SCALE), sample.getValue());
    }
    return latency;
  }

  /** Nanoseconds that so many percent of the samples do not exceed. */
  double at(double percentile) {
    return histogram.getValueAtPercentile(percentile) / SCALE;
  }

  /** Half the width of the interval that the mean lies in with 99.9 %, in nanoseconds. */
  double error() {
    double deviation = histogram.getStdDeviation() / SCALE;
    return 3.29 * deviation / Math.sqrt(histogram.getTotalCount());
  }

  /** What a figure keeps of it. */
  Map<String, Double> details() {
    Map<String, Double> details = new LinkedHashMap<>();
    details.put(LOW, at(1));
    for (double p : PERCENTILES) {
      details.put(name(p), at(p));
    }
    details.put("max_ns", histogram.getMaxValue() / SCALE);
    details.put("error_ns", error());
    return details;
  }

  private static String name(double percentile) {
    String digits =
        percentile == Math.rint(percentile)
            ? Integer.toString((int) percentile)
            : Double.toString(percentile);
    return "p" + digits + "_ns";
  }

  /** The percentiles that a figure keeps, as points of a curve: percent, nanoseconds. */
  static Map<Double, Double> curve(Figure figure) {
    Map<Double, Double> curve = new LinkedHashMap<>();
    for (double p : PERCENTILES) {
      Double nanos = figure.details().get(name(p));
      if (nanos != null && nanos > 0) {
        curve.put(p, nanos);
      }
    }
    return curve;
  }
}
