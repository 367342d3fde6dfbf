package exo.kernel.fs.hostfs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring pages of a host file that are in memory, of an aligned block of {@link #PAGES}: what
 * a sequential reader gets at once, and what is forgotten at once. Owned by the kernel lock.
 */
final class Cluster {
  static final int SHIFT = 5;

  /** Pages of a cluster: 128 KiB, as Linux reads ahead. */
  static final int PAGES = 1 << SHIFT;

  final HostPages owner;
  final long number;

  /** The frame of each page, 0 for one that is not in memory; short for short files. */
  long[] frames = new long[1];

  /** A bit for each page that a shared mapping may have changed since it was written back. */
  int dirty;

  /** Above 0 while its pages are being filled or copied from: they stay. */
  int busy;

  /** Whether it was used since the clock's hand last passed. */
  boolean referenced;

  /** Whether it is forgotten itself: its pages are others' to get again. */
  boolean gone;

  // The clock's.
  @Nullable Cluster newer;
  @Nullable Cluster older;

  // The map's.
  @Nullable Cluster nextInBucket;

  Cluster(HostPages owner, long number) {
    this.owner = owner;
    this.number = number;
  }

  /** The page number in the file of its first page. */
  long firstPage() {
    return number << SHIFT;
  }

  /** The frame of a page, 0 for none. */
  long frame(int page) {
    return page < frames.length ? frames[page] : 0;
  }

  void put(int page, long frame) {
    if (page >= frames.length) {
      frames = Arrays.copyOf(frames, Math.min(PAGES, Math.max(page + 1, frames.length * 2)));
    }
    frames[page] = frame;
  }

  boolean isDirty(int page) {
    return (dirty & 1 << page) != 0;
  }

  boolean isEmpty() {
    for (long frame : frames) {
      if (frame != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many pages from {@code page} on, below {@code end}, are present in neighbouring frames. */
  int run(int page, int end) {
    long first = frame(page);
    int n = 1;
    while (page + n < end && frame(page + n) == first + n) {
      n++;
    }
    return n;
  }
}
