package exo.mem.phys;

import org.jspecify.annotations.Nullable;

/**
 * Who has which frame: a bitmap of free ones, three zones, a reference count each.
 *
 * <p>Always the lowest free frame of a zone. So a machine that uses little touches little of the
 * host, a freed frame comes back while it is warm in the cache, and untouched memory is handed out
 * in ascending runs, which engines that map it elsewhere can merge.
 *
 * <p>Owned by the kernel lock; not thread-safe. A misuse (a frame released twice, a free one
 * retained) is a bug of ours and throws IllegalStateException.
 */
public final class FrameAllocator {
  /** No frame: memory is empty. */
  public static final long NONE = -1;

  /** Where a device can reach, as on a PC: below 16 MiB, below 4 GiB, everywhere. */
  public enum Zone {
    DMA,
    DMA32,
    NORMAL
  }

  private static final long DMA_END = (16L << 20) >>> PhysicalMemory.FRAME_SHIFT;
  private static final long DMA32_END = (4L << 30) >>> PhysicalMemory.FRAME_SHIFT;

  private final PhysicalMemory ram;
  private final long total;
  private final FrameBitmap free;
  // Frames that were given back: they hold old bytes. A free frame that is not here reads as zero.
  private final FrameBitmap dirty;
  private final FrameBitmap executable;
  private final FrameCounts counts;
  private final ZoneState dma;
  private final ZoneState dma32;
  private final ZoneState normal;
  private @Nullable Reclaimer reclaimer;
  private boolean reclaiming;
  private long failCountdown;
  // Code in some of the frames from here to there is out of date; none when they meet.
  private long staleFrom = Long.MAX_VALUE;
  private long staleEnd;

  /** All frames are free but frame 0, which is reserved: a physical address 0 is always a bug. */
  public FrameAllocator(PhysicalMemory ram) {
    this.ram = ram;
    total = ram.frames();
    free = new FrameBitmap(total);
    free.setRange(0, total);
    dirty = new FrameBitmap(total);
    executable = new FrameBitmap(total);
    counts = new FrameCounts(total);
    dma = new ZoneState(0, Math.min(DMA_END, total), null);
    dma32 = new ZoneState(DMA_END, Math.min(DMA32_END, total), dma);
    normal = new ZoneState(DMA32_END, total, dma32);
    reserve(0, 1);
  }

  /** A frame with count 1 from the highest zone that has one. Its contents are undefined. */
  public long alloc() {
    return alloc(normal);
  }

  /** As {@link #alloc}, from that zone or a lower one. */
  public long allocIn(Zone zone) {
    return alloc(state(zone));
  }

  /** As {@link #alloc}, filled with zeros. A frame never used before needs no fill. */
  public long allocZeroed() {
    return zeroed(alloc(normal));
  }

  /** As {@link #allocZeroed}, from that zone or a lower one. */
  public long allocZeroedIn(Zone zone) {
    return zeroed(alloc(state(zone)));
  }

  /**
   * Neighbouring frames, each with count 1, of one zone: the given one or a lower one. Takes time
   * in proportion to the holes in memory. Contents are undefined.
   *
   * @param count at least 1
   * @param alignFrames a power of two that divides the first frame's number
   * @return the first frame, or {@link #NONE}
   */
  public long allocContiguous(long count, long alignFrames, Zone zone) {
    if (count < 1 || Long.bitCount(alignFrames) != 1 || alignFrames < 1) {
      throw new IllegalArgumentException(count + " frames aligned to " + alignFrames);
    }
    if (failsNow()) {
      return NONE;
    }
    ZoneState highest = state(zone);
    long frame = takeRun(count, alignFrames, highest);
    return frame == NONE && reclaim(count) ? takeRun(count, alignFrames, highest) : frame;
  }

  private long alloc(ZoneState highest) {
    if (failsNow()) {
      return NONE;
    }
    long frame = take(highest);
    return frame == NONE && reclaim(1) ? take(highest) : frame;
  }

  private long take(ZoneState highest) {
    for (ZoneState zone = highest; zone != null; zone = zone.lower) {
      if (zone.free > 0) {
        long frame = free.next(zone.lowest);
        zone.lowest = frame + 1;
        claim(zone, frame);
        return frame;
      }
    }
    return NONE;
  }

  private long takeRun(long count, long align, ZoneState highest) {
    for (ZoneState zone = highest; zone != null; zone = zone.lower) {
      long first = zone.free < count ? NONE : findRun(zone, count, align);
      if (first != NONE) {
        for (long frame = first; frame < first + count; frame++) {
          claim(zone, frame);
        }
        return first;
      }
    }
    return NONE;
  }

  private long findRun(ZoneState zone, long count, long align) {
    long first = free.next(zone.lowest);
    while (first != NONE) {
      first = (first + align - 1) & -align;
      long end = first + count;
      if (first < 0 || end > zone.end) {
        return NONE;
      }
      long used = free.nextAbsent(first, end);
      if (used == end) {
        return first;
      }
      first = free.next(used + 1);
    }
    return NONE;
  }

  private void claim(ZoneState zone, long frame) {
    free.clear(frame);
    counts.set(frame, 1);
    zone.free--;
  }

  private long zeroed(long frame) {
    if (frame != NONE && dirty.get(frame)) {
      ram.zero(frame);
    }
    return frame;
  }

  private boolean reclaim(long wanted) {
    Reclaimer caches = reclaimer;
    if (caches == null || reclaiming) {
      return false;
    }
    reclaiming = true;
    try {
      return caches.reclaim(wanted) > 0;
    } finally {
      reclaiming = false;
    }
  }

  private boolean failsNow() {
    return failCountdown > 0 && --failCountdown == 0;
  }

  /**
   * Takes frames out of circulation for ever: firmware holes, VGA memory, the kernel's own. They
   * may be retained and released like others but are never freed. Reserving twice is allowed.
   */
  public void reserve(long frame, long count) {
    if (frame < 0 || count < 1 || count > total - frame) {
      throw new IllegalArgumentException(
          "frames " + frame + " + " + count + " are not within " + total);
    }
    for (long f = frame; f < frame + count; f++) {
      if (free.get(f)) {
        ZoneState zone = zoneOf(f);
        claim(zone, f);
        counts.set(f, FrameCounts.RESERVED);
        zone.reserved++;
      } else if (counts.get(f) < FrameCounts.RESERVED) {
        throw new IllegalStateException("frame " + f + " is in use and cannot be reserved");
      }
    }
  }

  /** One more user of a frame. */
  public void retain(long frame) {
    int count = counts.get(frame);
    if (count == 0) {
      throw new IllegalStateException("frame " + frame + " is free and cannot be retained");
    }
    if (((count + 1) & FrameCounts.REFERENCES) == 0) {
      throw new IllegalStateException("too many references to frame " + frame);
    }
    counts.set(frame, count + 1);
  }

  /**
   * One user less. After the last the frame is free, and whoever may still reach it (a TLB, a
   * translated block of code) must forget it before the next allocation.
   *
   * @return true when this freed the frame
   */
  public boolean release(long frame) {
    int count = counts.get(frame);
    if ((count & FrameCounts.REFERENCES) == 0) {
      throw new IllegalStateException("frame " + frame + " is released but has no user");
    }
    counts.set(frame, count - 1);
    if (count != 1) {
      return false;
    }
    ZoneState zone = zoneOf(frame);
    zone.lowest = Math.min(zone.lowest, frame);
    zone.free++;
    free.set(frame);
    dirty.set(frame);
    if (executable.get(frame)) {
      executable.clear(frame);
      stale(frame);
    }
    return true;
  }

  /** How many users a frame has; 0 when it is free, or reserved and unused. */
  public int references(long frame) {
    return counts.get(frame) & FrameCounts.REFERENCES;
  }

  /** How many frames are free. */
  public long free() {
    return dma.free + dma32.free + normal.free;
  }

  /**
   * A guest may execute this frame from now until it is freed, so engines may keep translations of
   * what it holds, found by its physical address.
   */
  public void markExecutable(long frame) {
    executable.set(frame);
  }

  /** Somebody other than the guest wrote to the frame: translations of it are out of date. */
  public void wrote(long frame) {
    if (executable.get(frame)) {
      stale(frame);
    }
  }

  private void stale(long frame) {
    staleFrom = Math.min(staleFrom, frame);
    staleEnd = Math.max(staleEnd, frame + 1);
  }

  /**
   * Tells which frames that were marked executable were written or freed since this was last asked:
   * as one run, which may have others among them. The engines must drop translations of their code
   * before a guest runs on.
   *
   * @return whether there were any
   */
  public boolean takeStaleCode(StaleCode told) {
    if (staleFrom >= staleEnd) {
      return false;
    }
    long from = staleFrom;
    long count = staleEnd - from;
    staleFrom = Long.MAX_VALUE;
    staleEnd = 0;
    told.codeChanged(from, count);
    return true;
  }

  /** Who to ask when memory is empty. */
  public void reclaimer(Reclaimer r) {
    reclaimer = r;
  }

  /**
   * Makes the n-th allocation from now answer {@link #NONE} without asking the reclaimer, so that a
   * test can reach every out-of-memory path. 0 turns it off.
   */
  public void failNext(long n) {
    failCountdown = n;
  }

  /** Allocations until the one that {@link #failNext} lets fail; 0 when it has, or none will. */
  public long failsIn() {
    return failCountdown;
  }

  /**
   * Gives the host the pages of all free frames that hold old bytes.
   *
   * @return frames given
   */
  public long trim() {
    long given = 0;
    for (long frame = dirty.next(0); frame != NONE; frame = dirty.next(frame)) {
      long end = frame;
      while (end < total && free.get(end) && dirty.get(end)) {
        dirty.clear(end++);
      }
      if (end > frame) {
        ram.discard(frame, end - frame);
        given += end - frame;
      }
      frame = Math.max(end, frame + 1);
    }
    return given;
  }

  public FrameStatistics statistics() {
    return FrameStatistics.of(dma.count(), dma32.count(), normal.count());
  }

  private ZoneState zoneOf(long frame) {
    return frame < DMA_END ? dma : frame < DMA32_END ? dma32 : normal;
  }

  private ZoneState state(Zone zone) {
    return switch (zone) {
      case DMA -> dma;
      case DMA32 -> dma32;
      case NORMAL -> normal;
    };
  }
}
