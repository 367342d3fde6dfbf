package exo.mem.phys;

/** One zone's range of frames and how many of them are free or reserved. */
final class ZoneState {
  final long first;
  final long end;
  long free;
  long reserved;

  /** No frame of the zone below this one is free. */
  long lowest;

  ZoneState(long first, long end) {
    this.first = first;
    this.end = Math.max(first, end);
    this.free = this.end - first;
    this.lowest = first;
  }

  FrameStatistics.ZoneCount count() {
    long total = end - first;
    return new FrameStatistics.ZoneCount(total, free, total - free - reserved, reserved);
  }
}
