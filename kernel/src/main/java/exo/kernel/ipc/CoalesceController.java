package exo.kernel.ipc;

/**
 * How many messages to gather before they are sent on, from how fast they arrive. Owned by one
 * thread.
 */
public final class CoalesceController {
  /** From hurried to idle. */
  public enum Mode {
    AGGRESSIVE(1_000, 64),
    MODERATE(10_000, 16),
    LIGHT(100_000, 4),
    IMMEDIATE(Long.MAX_VALUE, 1);

    private final long below;
    private final int batch;

    Mode(long below, int batch) {
      this.below = below;
      this.batch = batch;
    }

    /** Messages to gather. */
    public int batch() {
      return batch;
    }
  }

  private long last;
  private long interval = -1;
  private boolean started;
  private Mode mode = Mode.IMMEDIATE;

  /** Of a stream that has not begun: nothing is gathered. */
  public CoalesceController() {}

  /**
   * A message arrived.
   *
   * @param now in cycles; less than the time before counts as the same
   * @return how many to gather from now on
   */
  public int arrival(long now) {
    if (started) {
      long sample = Math.max(0, now - last);
      interval = interval < 0 ? sample : interval - interval / 8 + sample / 8;
      mode = modeOf(interval);
    }
    started = true;
    last = now;
    return mode.batch;
  }

  private static Mode modeOf(long interval) {
    if (interval < Mode.AGGRESSIVE.below) {
      return Mode.AGGRESSIVE;
    }
    if (interval < Mode.MODERATE.below) {
      return Mode.MODERATE;
    }
    return interval < Mode.LIGHT.below ? Mode.LIGHT : Mode.IMMEDIATE;
  }

  public Mode mode() {
    return mode;
  }

  /** Moving average of the time between arrivals, in cycles; -1 before the second. */
  public long interval() {
    return interval;
  }
}
