package exo.cli.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people type them. */
public final class Quantity {
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Quantity() {}

  /**
   * A size in bytes: {@code 4096}, {@code 64K}, {@code 512M}, {@code 1.5GiB}; powers of 1024.
   *
   * @throws IllegalArgumentException with one line for people
   */
  public static long bytes(String text) {
    int end = unitStart(text);
    String unit = text.substring(end).toUpperCase(Locale.ROOT);
    int shift =
        switch (unit) {
          case "", "B" -> 0;
          case "K", "KB", "KIB" -> 10;
          case "M", "MB", "MIB" -> 20;
          case "G", "GB", "GIB" -> 30;
          case "T", "TB", "TIB" -> 40;
          default -> throw new IllegalArgumentException("not a size like 512M or 1G");
        };
    return scaled(text.substring(0, end), 1L << shift, "not a size like 512M or 1G");
  }

  /**
   * A time: {@code 10s}, {@code 500ms}, {@code 2m}, {@code 1.5h}; seconds without a unit.
   *
   * @throws IllegalArgumentException with one line for people
   */
  public static Duration duration(String text) {
    int end = unitStart(text);
    long nanos =
        switch (text.substring(end)) {
          case "ns" -> 1L;
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "", "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "d" -> 86_400_000_000_000L;
          default -> throw new IllegalArgumentException("not a time like 10s, 500ms or 2m");
        };
    return Duration.ofNanos(
        scaled(text.substring(0, end), nanos, "not a time like 10s, 500ms or 2m"));
  }

  private static int unitStart(String text) {
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long scaled(String number, long unit, String problem) {
    BigDecimal value;
    try {
      value = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(problem, e);
    }
    if (value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("too much");
    }
    return value.longValue();
  }
}
