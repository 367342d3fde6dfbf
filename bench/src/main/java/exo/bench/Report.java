package exo.bench;

import java.time.Instant;
import java.util.List;

/**
 * What one run of {@code ./exo bench} found.
 *
 * @param command as it was given
 * @param seconds it took
 */
record Report(
    Host host,
    Instant date,
    String command,
    long seconds,
    List<Figure> figures,
    List<Skipped> skipped) {
  /** A measurement that this machine cannot make, and the remedy. */
  record Skipped(String id, String reason) {}
}
