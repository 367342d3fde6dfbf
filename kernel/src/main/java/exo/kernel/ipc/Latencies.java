package exo.kernel.ipc;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Times in buckets that are an eighth of their size wide, for percentiles without keeping samples.
 * Any thread.
 */
final class Latencies {
  private static final int STEPS_SHIFT = 3;
  private static final int STEPS = 1 << STEPS_SHIFT;

  private final AtomicLongArray buckets = new AtomicLongArray(64 * STEPS);
  private final Counter count = new Counter(true);
  private final Counter sum = new Counter(true);

  void add(long nanos) {
    long n = Math.max(0, nanos);
    buckets.getAndIncrement(bucket(n));
    count.add(1);
    sum.add(n);
  }

  private static int bucket(long n) {
    if (n < STEPS) {
      return (int) n;
    }
    int top = 63 - Long.numberOfLeadingZeros(n);
    return ((top - STEPS_SHIFT + 1) << STEPS_SHIFT)
        + (int) ((n >> (top - STEPS_SHIFT)) & (STEPS - 1));
  }

  /** The largest time that falls into a bucket. */
  private static long most(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = (bucket >> STEPS_SHIFT) - 1;
    return (((long) STEPS + (bucket & (STEPS - 1)) + 1) << shift) - 1;
  }

  long count() {
    return count.get();
  }

  long average() {
    long n = count.get();
    return n == 0 ? 0 : sum.get() / n;
  }

  /** A time that so many of a hundred do not exceed, at most an eighth too large; 0 of none. */
  long percentile(double percent) {
    long rank = (long) Math.ceil(percent / 100 * count.get());
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= rank && seen > 0) {
        return most(i);
      }
    }
    return 0;
  }
}
