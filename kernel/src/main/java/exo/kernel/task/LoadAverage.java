package exo.kernel.task;

/**
 * How many threads wanted a CPU in the last 1, 5 and 15 minutes: {@code /proc/loadavg}. As in Linux
 * an exponentially weighted mean of samples five seconds apart. Nothing wakes the machine for a
 * sample: those that are due are taken when something happens, from what was so since. Owned by the
 * kernel lock.
 */
public final class LoadAverage {
  private static final long PERIOD_NANOS = 5_000_000_000L;
  private static final int MINUTES = 3;

  // After so many periods without change nothing is left of what was before.
  private static final long LONGEST = 10_000;

  private static final double[] DECAY = {
    Math.exp(-5.0 / 60), Math.exp(-5.0 / 300), Math.exp(-5.0 / 900)
  };

  private final double[] load = new double[MINUTES];
  private long lastSample;
  private int active;

  /** From now on so many threads run or want to. */
  void active(long nowNanos, int threads) {
    catchUp(nowNanos);
    active = threads;
  }

  private void catchUp(long nowNanos) {
    long periods = (nowNanos - lastSample) / PERIOD_NANOS;
    if (periods <= 0) {
      return;
    }
    lastSample += periods * PERIOD_NANOS;
    for (long p = Math.min(periods, LONGEST); p > 0; p--) {
      for (int i = 0; i < MINUTES; i++) {
        load[i] = load[i] * DECAY[i] + active * (1 - DECAY[i]);
      }
    }
  }

  /**
   * The mean of 1, 5 or 15 minutes.
   *
   * @param which 0 to 2
   */
  public double of(int which, long nowNanos) {
    catchUp(nowNanos);
    return load[which];
  }
}
