package exo.mem.phys;

import java.util.Arrays;

/**
 * A set of frame numbers that finds its next member in constant time.
 *
 * <p>Level 0 has a bit for each frame; a bit of each level above says whether the word below it has
 * any bit. Four levels reach 64 GiB, so the search touches seven words at most, however full memory
 * is.
 */
final class FrameBitmap {
  private final long[][] levels;

  FrameBitmap(long size) {
    int depth = 1;
    for (long words = words(size); words > 1; words = words(words)) {
      depth++;
    }
    levels = new long[depth][];
    long bits = size;
    for (int level = 0; level < depth; level++) {
      bits = words(bits);
      levels[level] = new long[Math.toIntExact(bits)];
    }
  }

  private static long words(long bits) {
    return (bits + 63) >>> 6;
  }

  boolean get(long bit) {
    return (levels[0][(int) (bit >>> 6)] & (1L << bit)) != 0;
  }

  void set(long bit) {
    for (long[] level : levels) {
      int word = (int) (bit >>> 6);
      long before = level[word];
      level[word] = before | (1L << bit);
      if (before != 0) {
        return;
      }
      bit = word;
    }
  }

  void clear(long bit) {
    for (long[] level : levels) {
      int word = (int) (bit >>> 6);
      long after = level[word] & ~(1L << bit);
      level[word] = after;
      if (after != 0) {
        return;
      }
      bit = word;
    }
  }

  /** Adds {@code from} (inclusive) to {@code to} (exclusive). */
  void setRange(long from, long to) {
    long first = from;
    long end = to;
    for (long[] level : levels) {
      if (first >= end) {
        return;
      }
      fill(level, first, end);
      first >>>= 6;
      end = words(end);
    }
  }

  private static void fill(long[] level, long from, long to) {
    int head = (int) (from >>> 6);
    int tail = (int) ((to - 1) >>> 6);
    long headMask = -1L << from;
    long tailMask = -1L >>> -to;
    if (head == tail) {
      level[head] |= headMask & tailMask;
      return;
    }
    level[head] |= headMask;
    Arrays.fill(level, head + 1, tail, -1L);
    level[tail] |= tailMask;
  }

  /** The smallest member not below {@code from}, or -1. */
  long next(long from) {
    long bit = from;
    for (int level = 0; level < levels.length; level++) {
      long word = bit >>> 6;
      if (word >= levels[level].length) {
        return -1;
      }
      long rest = levels[level][(int) word] & (-1L << bit);
      if (rest != 0) {
        return descend(level, (word << 6) | Long.numberOfTrailingZeros(rest));
      }
      bit = word + 1;
    }
    return -1;
  }

  private long descend(int level, long found) {
    long bit = found;
    for (int below = level - 1; below >= 0; below--) {
      bit = (bit << 6) | Long.numberOfTrailingZeros(levels[below][(int) bit]);
    }
    return bit;
  }

  /**
   * The smallest number in {@code from} to {@code to} (exclusive) that is no member, or {@code to}.
   */
  long nextAbsent(long from, long to) {
    long[] words = levels[0];
    for (long bit = from; bit < to; bit = (bit | 63) + 1) {
      long rest = ~words[(int) (bit >>> 6)] & (-1L << bit);
      if (rest != 0) {
        return Math.min(to, (bit & ~63L) | Long.numberOfTrailingZeros(rest));
      }
    }
    return to;
  }
}
