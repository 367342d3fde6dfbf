package exo.kernel.irq;

/**
 * Channel 0 of the 8254 timer, by its registers: a counter that starts again from its divisor and
 * pulls interrupt line 0 each time. Source: Intel 8254 data sheet. The counting itself is the
 * host's: {@link #periodNanos} says how far apart the ticks are. Owned by the kernel lock; the
 * period may be read by any thread.
 */
public final class Pit8254 {
  /** What the counter counts, Hz: a third of the colour carrier of NTSC. */
  public static final int INPUT_HZ = 1_193_182;

  /** Interrupt line. */
  public static final int IRQ = 0;

  public static final int DEFAULT_HZ = 100;
  public static final int MIN_HZ = 19;
  public static final int MAX_HZ = 1000;

  // Ports.
  public static final int CHANNEL_0 = 0x40;
  public static final int CONTROL = 0x43;

  private static final int LARGEST_DIVISOR = 0x1_0000;
  private static final int RATE_LOW_HIGH = 0x34;
  private static final int CHANNEL = 0xc0;
  private static final int LATCH = 0x30;

  private int divisor = LARGEST_DIVISOR;
  private int low;
  private boolean highNext;
  private volatile long periodNanos = nanos(LARGEST_DIVISOR);

  /**
   * Programs the rate by the ports, as near as the divisor comes.
   *
   * @param hz 19 to 1000
   */
  public void program(int hz) {
    if (hz < MIN_HZ || hz > MAX_HZ) {
      throw new IllegalArgumentException("a timer from 19 to 1000 Hz, not " + hz);
    }
    int wanted = (INPUT_HZ + hz / 2) / hz;
    out(CONTROL, RATE_LOW_HIGH);
    out(CHANNEL_0, wanted & 0xff);
    out(CHANNEL_0, wanted >>> 8);
  }

  /** Writes a port: the control word, then the divisor's low and high byte. */
  public void out(int port, int value) {
    switch (port) {
      case CONTROL -> {
        if ((value & CHANNEL) == 0 && (value & LATCH) != 0) {
          highNext = false;
        }
      }
      case CHANNEL_0 -> {
        if (highNext) {
          int written = (value & 0xff) << 8 | low;
          divisor = written == 0 ? LARGEST_DIVISOR : written;
          periodNanos = nanos(divisor);
        } else {
          low = value & 0xff;
        }
        highNext = !highNext;
      }
      default -> throw new IllegalArgumentException("no port " + port);
    }
  }

  public int divisor() {
    return divisor;
  }

  /** Ticks a second, rounded. */
  public int hz() {
    return (INPUT_HZ + divisor / 2) / divisor;
  }

  /** Between two ticks, nanoseconds. Any thread. */
  public long periodNanos() {
    return periodNanos;
  }

  private static long nanos(int divisor) {
    return divisor * 1_000_000_000L / INPUT_HZ;
  }
}
