package exo.kernel.sched;

/**
 * What the next CPU burst will last, from those that were: an exponential moving average, {@code
 * new = old + (actual - old) / 8}, the first sample taken as it is, and the variance kept the same
 * way. Owned by the kernel lock.
 */
public final class BurstEstimate {
  private static final int SHARE = 8;

  /** So many samples make a prediction as sure as its variance lets it be. */
  private static final int EXPERIENCE = 16;

  private long meanNanos;
  private long variance;
  private int samples;

  /** A burst ended, or has lasted so long already. */
  public void sample(long nanos) {
    if (samples == 0) {
      meanNanos = nanos;
    } else {
      long off = nanos - meanNanos;
      meanNanos += off / SHARE;
      variance += (off * off - variance) / SHARE;
    }
    if (samples < EXPERIENCE) {
      samples++;
    }
  }

  /** The expected burst, nanoseconds; 0 without a sample. */
  public long predictedNanos() {
    return meanNanos;
  }

  /** Mean square of how far off the prediction was, square nanoseconds. */
  public long variance() {
    return variance;
  }

  /**
   * How far the prediction is to be trusted: 0 without samples, 100 for many that were all alike.
   */
  public int confidence() {
    if (samples == 0) {
      return 0;
    }
    double square = (double) meanNanos * meanNanos;
    double steadiness = variance == 0 ? 1 : square / (square + variance);
    return (int) Math.round(100.0 * samples / EXPERIENCE * steadiness);
  }
}
