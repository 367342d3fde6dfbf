package exo.kernel.procfs;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.FrameStatistics;
import exo.mem.phys.FrameStatistics.ZoneCount;
import java.util.Locale;

/** {@code zoneinfo} and {@code buddyinfo}: the frames of each zone. */
final class ZoneText {
  /** Linux counts free blocks of up to 2 to this power frames. */
  private static final int ORDERS = 11;

  private ZoneText() {}

  private interface Each {
    void zone(String name, ZoneCount count);
  }

  private static void each(FrameAllocator frames, Each each) {
    FrameStatistics s = frames.statistics();
    each.zone("DMA", s.dma());
    each.zone("DMA32", s.dma32());
    if (s.normal().total() > 0) {
      each.zone("Normal", s.normal());
    }
  }

  static void zoneinfo(StringBuilder out, FrameAllocator frames) {
    each(
        frames,
        (name, z) -> {
          out.append(String.format(Locale.ROOT, "Node 0, zone %8s\n", name));
          out.append("  pages free     ").append(z.free());
          out.append("\n        spanned  ").append(z.total());
          out.append("\n        present  ").append(z.total());
          out.append("\n        managed  ").append(z.total() - z.reserved()).append('\n');
        });
  }

  /** Frames are not kept in blocks: what is free is shown as the fewest blocks it would make. */
  static void buddyinfo(StringBuilder out, FrameAllocator frames) {
    each(
        frames,
        (name, z) -> {
          out.append(String.format(Locale.ROOT, "Node 0, zone %8s ", name));
          for (int order = 0; order < ORDERS; order++) {
            long blocks = z.free() >> order;
            out.append(String.format("%6d ", order == ORDERS - 1 ? blocks : blocks & 1));
          }
          out.append('\n');
        });
  }
}
