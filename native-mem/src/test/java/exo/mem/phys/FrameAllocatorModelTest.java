package exo.mem.phys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.FrameAllocator.Zone;
import exo.mem.phys.PhysicalMemory.Backing;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random use of the allocator, each step compared with the simplest model of it. */
class FrameAllocatorModelTest {
  private static final int FRAMES = 5120;
  private static final int DMA = 4096;

  private SplittableRandom random = new SplittableRandom(0);
  private final BitSet free = new BitSet();
  private final int[] counts = new int[FRAMES];
  private final BitSet reserved = new BitSet();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void doesAsItsModelDoes(long seed) {
    random = new SplittableRandom(seed);
    try (PhysicalMemory ram =
        PhysicalMemory.reserve((long) FRAMES * PhysicalMemory.FRAME_SIZE, Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      free.set(1, FRAMES);
      reserved.set(0);
      for (int step = 0; step < 40_000; step++) {
        step(ram, frames, step);
        if (step % 1000 == 0) {
          compare(frames, step);
        }
      }
      compare(frames, -1);
    }
  }

  private void step(PhysicalMemory ram, FrameAllocator frames, int step) {
    // Fill up and empty in turns, so that both ends are seen.
    boolean filling = step % 16_000 < 9_000;
    int dice = random.nextInt(100);
    if (dice < (filling ? 50 : 20)) {
      alloc(ram, frames);
    } else if (dice < (filling ? 75 : 85)) {
      release(frames);
    } else if (dice < 93) {
      retain(frames);
    } else if (dice < 98) {
      contiguous(frames);
    } else if (dice < 99) {
      reserve(frames);
    } else {
      frames.trim();
    }
  }

  private void alloc(PhysicalMemory ram, FrameAllocator frames) {
    boolean zeroed = random.nextBoolean();
    Zone zone = random.nextInt(4) == 0 ? Zone.DMA : Zone.NORMAL;
    long frame = zeroed ? frames.allocZeroedIn(zone) : frames.allocIn(zone);
    int end = zone == Zone.DMA ? DMA : FRAMES;
    int expected = zone == Zone.DMA ? -1 : free.nextSetBit(DMA);
    if (expected < 0) {
      expected = free.nextSetBit(0);
    }
    assertEquals(expected < end ? expected : -1, frame);
    if (frame != FrameAllocator.NONE) {
      if (zeroed) {
        assertEquals(0, ram.getLong(frame << 12));
        assertEquals(0, ram.getLong((frame << 12) + 4088));
      }
      ram.putLong(frame << 12, -1);
      ram.putLong((frame << 12) + 4088, -1);
      take((int) frame);
    }
  }

  private void take(int frame) {
    assertTrue(free.get(frame), "frame " + frame + " was not free");
    free.clear(frame);
    counts[frame] = 1;
  }

  private void release(FrameAllocator frames) {
    int frame = used();
    if (frame >= 0) {
      counts[frame]--;
      boolean last = counts[frame] == 0 && !reserved.get(frame);
      assertEquals(last, frames.release(frame));
      free.set(frame, last);
    }
  }

  private void retain(FrameAllocator frames) {
    int frame = used();
    if (frame >= 0) {
      frames.retain(frame);
      counts[frame]++;
    }
  }

  private int used() {
    int start = random.nextInt(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      int frame = (start + i) % FRAMES;
      if (counts[frame] > 0) {
        return frame;
      }
    }
    return -1;
  }

  private void contiguous(FrameAllocator frames) {
    int count = random.nextInt(1, 40);
    int align = 1 << random.nextInt(6);
    long first = frames.allocContiguous(count, align, Zone.NORMAL);
    int expected = run(DMA, FRAMES, count, align);
    if (expected < 0) {
      expected = run(0, DMA, count, align);
    }
    assertEquals(expected, first);
    for (int i = 0; first >= 0 && i < count; i++) {
      take((int) first + i);
    }
  }

  private int run(int from, int to, int count, int align) {
    for (int first = from; first + count <= to; first += align) {
      if (free.nextClearBit(first) >= first + count) {
        return first;
      }
    }
    return -1;
  }

  private void reserve(FrameAllocator frames) {
    int frame = free.nextSetBit(random.nextInt(FRAMES));
    if (frame >= 0 && reserved.cardinality() < 200) {
      frames.reserve(frame, 1);
      free.clear(frame);
      reserved.set(frame);
    }
  }

  private void compare(FrameAllocator frames, int step) {
    FrameStatistics statistics = frames.statistics();
    assertEquals(free.cardinality(), statistics.free(), "step " + step);
    assertEquals(reserved.cardinality(), statistics.reserved(), "step " + step);
    assertEquals(
        FRAMES - free.cardinality() - reserved.cardinality(), statistics.used(), "step " + step);
    assertEquals(free.get(0, DMA).cardinality(), statistics.dma().free(), "step " + step);
    for (int frame = 0; frame < FRAMES; frame++) {
      assertEquals(counts[frame], frames.references(frame), "step " + step + ", frame " + frame);
    }
  }
}
