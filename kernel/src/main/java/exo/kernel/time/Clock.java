package exo.kernel.time;

/** The only source of time in the kernel, given at construction: the host's, or a virtual one. */
public interface Clock {
  /** Nanoseconds since boot, never going back: CLOCK_MONOTONIC. */
  long monotonicNanos();

  /** Nanoseconds since 1970-01-01T00:00Z: CLOCK_REALTIME. */
  long realtimeNanos();
}
