package exo.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param id what patterns select it by, such as {@code guest.getppid}
 * @param what for people: the thing measured
 * @param unit of {@code median}, {@code worst} and the aim
 * @param median of the samples
 * @param worst their 99th percentile, or the 1st where more is better
 * @param samples how many there were
 * @param nanos what one operation takes by its median, or NaN where that says nothing
 * @param bytesPerOp what one operation allocates on the Java heap, or NaN if not measured
 * @param aim what it should reach, or null
 * @param command what shows it
 * @param details further values by name, with their units in the names
 */
record Figure(
    String id,
    String what,
    String unit,
    double median,
    double worst,
    int samples,
    double nanos,
    double bytesPerOp,
    @Nullable Aim aim,
    String command,
    Map<String, Double> details) {
  /** Whether the figure is within its aim; true where there is none. */
  boolean reached() {
    return aim == null || aim.isMetBy(median);
  }
}
