package exo.cpu.host;

/** A few ranges of addresses. When there are too many, they become one that spans them all. */
final class Ranges {
  private static final int MOST = 32;

  private final long[] from = new long[MOST];
  private final long[] to = new long[MOST];
  private int count;

  int count() {
    return count;
  }

  long from(int i) {
    return from[i];
  }

  long to(int i) {
    return to[i];
  }

  void clear() {
    count = 0;
  }

  void add(long start, long end) {
    for (int i = 0; i < count; i++) {
      if (start <= to[i] && from[i] <= end) {
        from[i] = Math.min(from[i], start);
        to[i] = Math.max(to[i], end);
        return;
      }
    }
    if (count == MOST) {
      for (int i = 0; i < MOST; i++) {
        start = Math.min(start, from[i]);
        end = Math.max(end, to[i]);
      }
      count = 0;
    }
    from[count] = start;
    to[count++] = end;
  }

  /** Takes out those that lie wholly within a range. */
  void removeWithin(long start, long end) {
    for (int i = count - 1; i >= 0; i--) {
      if (from[i] >= start && to[i] <= end) {
        count--;
        from[i] = from[count];
        to[i] = to[count];
      }
    }
  }
}
