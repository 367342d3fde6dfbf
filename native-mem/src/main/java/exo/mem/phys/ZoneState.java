package exo.mem.phys;

import org.jspecify.annotations.Nullable;

/** One zone's range of frames and how many of them are free or reserved. */
final class ZoneState {
  final long first;
  final long end;

  /** Where to look when this one is empty. */
  final @Nullable ZoneState lower;

  long free;
  long reserved;

  /** Of this zone no frame with a smaller number is free. */
  long lowest;

  ZoneState(long first, long end, @Nullable ZoneState lower) {
    this.first = first;
    this.end = Math.max(first, end);
    this.free = this.end - first;
    this.lowest = first;
    this.lower = lower;
  }

  FrameStatistics.ZoneCount count() {
    long total = end - first;
    return new FrameStatistics.ZoneCount(total, free, total - free - reserved, reserved);
  }
}
