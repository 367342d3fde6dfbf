package exo.mem.phys;

/**
 * Frames by what became of them, over all and by zone. {@code total} is {@code free + used +
 * reserved}.
 */
public record FrameStatistics(
    long total,
    long free,
    long used,
    long reserved,
    ZoneCount dma,
    ZoneCount dma32,
    ZoneCount normal) {

  /** The same for one zone. */
  public record ZoneCount(long total, long free, long used, long reserved) {}

  static FrameStatistics of(ZoneCount dma, ZoneCount dma32, ZoneCount normal) {
    return new FrameStatistics(
        dma.total + dma32.total + normal.total,
        dma.free + dma32.free + normal.free,
        dma.used + dma32.used + normal.used,
        dma.reserved + dma32.reserved + normal.reserved,
        dma,
        dma32,
        normal);
  }
}
