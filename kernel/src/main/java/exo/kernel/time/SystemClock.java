package exo.kernel.time;

import java.time.Instant;

/** The host's time; boot is the moment of construction. */
public final class SystemClock implements Clock {
  private final long bootNano = System.nanoTime();

  @Override
  public long monotonicNanos() {
    return System.nanoTime() - bootNano;
  }

  @Override
  public long realtimeNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
