package exo.kernel.uaccess;

import exo.kernel.abi.Errno;
import exo.kernel.abi.layout.Timespec;
import exo.kernel.abi.layout.Timeval;

/**
 * Times in user memory as nanoseconds. Times too far for a long, some 292 years, saturate as
 * Linux's ktime does.
 */
public final class UserTime {
  private static final long NANOS = 1_000_000_000L;

  private UserTime() {}

  /**
   * A struct timespec that is no earlier than zero: a duration or a deadline.
   *
   * @return nanoseconds, not negative
   * @throws Errno EFAULT; EINVAL for negative seconds or nanoseconds outside 0..999999999
   */
  public static long timespec(UserMemory memory, long va) throws Errno {
    long seconds = memory.getLong(va + Timespec.TV_SEC);
    long nanos = memory.getLong(va + Timespec.TV_NSEC);
    if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
      throw Errno.EINVAL;
    }
    return saturated(seconds, nanos);
  }

  /**
   * A struct timeval that is no earlier than zero.
   *
   * @return nanoseconds, not negative
   * @throws Errno EFAULT; EINVAL for negative seconds or microseconds outside 0..999999
   */
  public static long timeval(UserMemory memory, long va) throws Errno {
    long seconds = memory.getLong(va + Timeval.TV_SEC);
    long micros = memory.getLong(va + Timeval.TV_USEC);
    if (seconds < 0 || micros < 0 || micros >= NANOS / 1000) {
      throw Errno.EINVAL;
    }
    return saturated(seconds, micros * 1000);
  }

  /** Writes {@code nanos}, which may be negative, as a struct timespec. */
  public static void putTimespec(UserMemory memory, long va, long nanos) throws Errno {
    memory.putLong(va + Timespec.TV_SEC, Math.floorDiv(nanos, NANOS));
    memory.putLong(va + Timespec.TV_NSEC, Math.floorMod(nanos, NANOS));
  }

  /** Writes {@code nanos}, which may be negative, as a struct timeval, rounded down. */
  public static void putTimeval(UserMemory memory, long va, long nanos) throws Errno {
    memory.putLong(va + Timeval.TV_SEC, Math.floorDiv(nanos, NANOS));
    memory.putLong(va + Timeval.TV_USEC, Math.floorMod(nanos, NANOS) / 1000);
  }

  private static long saturated(long seconds, long nanos) {
    return seconds >= Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : seconds * NANOS + nanos;
  }
}
