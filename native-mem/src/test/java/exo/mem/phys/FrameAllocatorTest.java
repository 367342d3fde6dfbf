package exo.mem.phys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.FrameAllocator.Zone;
import exo.mem.phys.PhysicalMemory.Backing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameAllocatorTest {
  private static final long FOUR_GIB = (4L << 30) >>> 12;
  private static final long SIXTEEN_MIB = (16L << 20) >>> 12;

  private PhysicalMemory ram = PhysicalMemory.reserve(4L << 20, Backing.ANONYMOUS);
  private FrameAllocator frames = new FrameAllocator(ram);

  private void withRam(long bytes) {
    ram.close();
    ram = PhysicalMemory.reserve(bytes, Backing.ANONYMOUS);
    frames = new FrameAllocator(ram);
  }

  @AfterEach
  void close() {
    ram.close();
  }

  @Test
  void frameZeroIsNeverGiven() {
    for (int i = 0; i < 1023; i++) {
      assertTrue(frames.alloc() > 0);
    }
    assertEquals(FrameAllocator.NONE, frames.alloc());
    assertEquals(new FrameStatistics.ZoneCount(1024, 0, 1023, 1), frames.statistics().dma());
  }

  @Test
  void freshFramesAscendWithoutGaps() {
    long first = frames.alloc();
    for (int i = 1; i < 500; i++) {
      assertEquals(first + i, frames.alloc());
    }
  }

  @Test
  void aFreedFrameComesBackFirst() {
    frames.alloc();
    long second = frames.alloc();
    frames.alloc();
    assertTrue(frames.release(second));
    assertEquals(second, frames.alloc());
  }

  @Test
  void aloneIsTakenFromTheHighestZoneDownwards() {
    withRam((4L << 30) + (4L << 20));
    assertEquals(FOUR_GIB, frames.alloc());
    assertEquals(SIXTEEN_MIB, frames.allocIn(Zone.DMA32));
    assertEquals(1, frames.allocIn(Zone.DMA));
    for (int i = 1; i < 1024; i++) {
      assertEquals(FOUR_GIB + i, frames.alloc());
    }
    assertEquals(SIXTEEN_MIB + 1, frames.alloc());
  }

  @Test
  void ofALowZoneIsNeverTakenFromAHigherOne() {
    withRam(32L << 20);
    for (int i = 1; i < 4096; i++) {
      assertEquals(i, frames.allocIn(Zone.DMA));
    }
    assertEquals(FrameAllocator.NONE, frames.allocIn(Zone.DMA));
    assertEquals(SIXTEEN_MIB, frames.allocIn(Zone.DMA32));
    assertEquals(SIXTEEN_MIB + 1, frames.alloc());
  }

  @Test
  void statisticsAddUpByZone() {
    withRam((4L << 30) + (4L << 20));
    frames.alloc();
    frames.allocIn(Zone.DMA);
    frames.reserve(0xa0, 0x60);
    FrameStatistics now = frames.statistics();
    assertEquals(new FrameStatistics.ZoneCount(4096, 4096 - 98, 1, 97), now.dma());
    assertEquals(FOUR_GIB - 4096, now.dma32().free());
    assertEquals(new FrameStatistics.ZoneCount(1024, 1023, 1, 0), now.normal());
    assertEquals(ram.frames(), now.total());
    assertEquals(2, now.used());
    assertEquals(97, now.reserved());
    assertEquals(now.total(), now.free() + now.used() + now.reserved());
  }

  @Test
  void theLastReferenceFrees() {
    long frame = frames.alloc();
    frames.retain(frame);
    frames.retain(frame);
    assertEquals(3, frames.references(frame));
    assertFalse(frames.release(frame));
    assertFalse(frames.release(frame));
    assertTrue(frames.release(frame));
    assertEquals(0, frames.references(frame));
  }

  @Test
  void releasedTwiceIsABug() {
    long frame = frames.alloc();
    frames.release(frame);
    assertThrows(IllegalStateException.class, () -> frames.release(frame));
    assertThrows(IllegalStateException.class, () -> frames.retain(frame));
    assertEquals(1, frames.statistics().reserved());
    assertEquals(0, frames.statistics().used());
  }

  @Test
  void outsideIsABug() {
    assertThrows(RuntimeException.class, () -> frames.release(1024));
    assertThrows(RuntimeException.class, () -> frames.retain(-1));
    assertThrows(RuntimeException.class, () -> frames.release(Long.MAX_VALUE));
  }

  @Test
  void reservedFramesAreCountedButNeverFreed() {
    frames.reserve(10, 5);
    frames.reserve(12, 5);
    assertEquals(8, frames.statistics().reserved());
    frames.retain(10);
    assertEquals(1, frames.references(10));
    assertFalse(frames.release(10));
    assertThrows(IllegalStateException.class, () -> frames.release(10));
    for (int i = 1; i < 1017; i++) {
      long frame = frames.alloc();
      assertTrue(frame < 10 || frame >= 17, "reserved frame " + frame + " was given");
    }
    assertEquals(FrameAllocator.NONE, frames.alloc());
  }

  @Test
  void usedOrAbsentFramesCannotBeReserved() {
    long frame = frames.alloc();
    assertThrows(IllegalStateException.class, () -> frames.reserve(frame, 1));
    assertThrows(IllegalArgumentException.class, () -> frames.reserve(1023, 2));
    assertThrows(IllegalArgumentException.class, () -> frames.reserve(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> frames.reserve(1, 0));
    assertThrows(IllegalArgumentException.class, () -> frames.reserve(1, Long.MAX_VALUE));
  }

  @Test
  void zeroedIsZeroAfterUse() {
    long frame = frames.alloc();
    for (long i = 0; i < 4096; i += 8) {
      ram.putLong((frame << 12) + i, -1);
    }
    frames.release(frame);
    assertEquals(frame, frames.allocZeroed());
    for (long i = 0; i < 4096; i += 8) {
      assertEquals(0, ram.getLong((frame << 12) + i));
    }
  }

  @Test
  void zeroedAndFreshIsNotTouchedAtAll() throws IOException {
    for (int i = 0; i < 512; i++) {
      frames.allocZeroed();
    }
    assertEquals(0, HostMap.resident(ram.address(), ram.size()));
  }

  @Test
  void contiguousFramesAreAlignedNeighbours() {
    frames.alloc();
    long run = frames.allocContiguous(100, 64, Zone.NORMAL);
    assertEquals(0, run % 64);
    for (long frame = run; frame < run + 100; frame++) {
      assertEquals(1, frames.references(frame));
    }
    assertEquals(FrameAllocator.NONE, frames.allocContiguous(1024, 1, Zone.NORMAL));
    assertEquals(FrameAllocator.NONE, frames.allocContiguous(Long.MAX_VALUE, 1, Zone.NORMAL));
    assertEquals(101, frames.statistics().used());
  }

  @Test
  void contiguousFitsIntoAHole() {
    for (int i = 0; i < 1023; i++) {
      frames.alloc();
    }
    for (long frame = 500; frame < 532; frame++) {
      frames.release(frame);
    }
    assertEquals(FrameAllocator.NONE, frames.allocContiguous(32, 32, Zone.NORMAL));
    assertEquals(FrameAllocator.NONE, frames.allocContiguous(33, 1, Zone.NORMAL));
    assertEquals(512, frames.allocContiguous(16, 16, Zone.NORMAL));
    assertEquals(500, frames.allocContiguous(12, 1, Zone.NORMAL));
  }

  @Test
  void contiguousWithSillyArgumentsIsABug() {
    assertThrows(IllegalArgumentException.class, () -> frames.allocContiguous(0, 1, Zone.NORMAL));
    assertThrows(IllegalArgumentException.class, () -> frames.allocContiguous(1, 3, Zone.NORMAL));
    assertThrows(IllegalArgumentException.class, () -> frames.allocContiguous(1, 0, Zone.NORMAL));
    assertThrows(
        IllegalArgumentException.class,
        () -> frames.allocContiguous(1, Long.MIN_VALUE, Zone.NORMAL));
  }

  @Test
  void theReclaimerIsAskedOnceWhenEmpty() {
    Deque<Long> cache = new ArrayDeque<>();
    int[] asked = {0};
    frames.reclaimer(
        wanted -> {
          asked[0]++;
          Long frame = cache.poll();
          return frame != null && frames.release(frame) ? 1 : 0;
        });
    for (int i = 0; i < 1023; i++) {
      cache.add(frames.alloc());
    }
    assertEquals(0, asked[0]);
    long oldest = cache.peek();
    assertEquals(oldest, frames.alloc());
    assertEquals(1, asked[0]);
    cache.clear();
    assertEquals(FrameAllocator.NONE, frames.alloc());
    assertEquals(2, asked[0]);
  }

  @Test
  void theReclaimerHearsHowManyAreWanted() {
    for (int i = 0; i < 1023; i++) {
      frames.alloc();
    }
    frames.reclaimer(
        wanted -> {
          for (long frame = 64; frame < 64 + wanted; frame++) {
            frames.release(frame);
          }
          return wanted;
        });
    assertEquals(64, frames.allocContiguous(32, 32, Zone.NORMAL));
  }

  @Test
  void anAllocationByTheReclaimerIsNotReclaimedFor() {
    for (int i = 0; i < 1023; i++) {
      frames.alloc();
    }
    frames.reclaimer(
        wanted -> {
          assertEquals(FrameAllocator.NONE, frames.alloc());
          return 0;
        });
    assertEquals(FrameAllocator.NONE, frames.alloc());
  }

  @Test
  void theNthAllocationFailsWhenAsked() {
    frames.reclaimer(
        wanted -> {
          throw new AssertionError("an injected failure is no reason to reclaim");
        });
    frames.failNext(3);
    assertTrue(frames.alloc() > 0);
    assertTrue(frames.allocZeroed() > 0);
    assertEquals(FrameAllocator.NONE, frames.allocIn(Zone.DMA));
    assertTrue(frames.allocContiguous(2, 1, Zone.NORMAL) > 0);
    frames.failNext(1);
    assertEquals(FrameAllocator.NONE, frames.allocContiguous(2, 1, Zone.NORMAL));
    frames.failNext(1);
    frames.failNext(0);
    assertTrue(frames.alloc() > 0);
  }

  @Test
  void trimGivesFreeMemoryToTheHost() throws IOException {
    long kept = frames.alloc();
    ram.putLong(kept << 12, 5);
    for (int round = 0; round < 2; round++) {
      long run = frames.allocContiguous(512, 1, Zone.NORMAL);
      for (long frame = run; frame < run + 512; frame++) {
        ram.putLong(frame << 12, 7);
      }
      for (long frame = run; frame < run + 512; frame++) {
        frames.release(frame);
      }
      assertEquals(513 << 12, HostMap.resident(ram.address(), ram.size()));
      assertEquals(512, frames.trim());
      assertEquals(1 << 12, HostMap.resident(ram.address(), ram.size()));
      assertEquals(0, frames.trim());
      assertEquals(5, ram.getLong(kept << 12));
    }
    assertEquals(0, ram.getLong(frames.allocZeroed() << 12));
  }

  @Test
  void writesAndTheEndOfExecutableFramesAreToldOnceAsOneRun() {
    List<String> told = new ArrayList<>();
    StaleCode listener = (frame, count) -> told.add(frame + "+" + count);
    long first = frames.allocContiguous(8, 1, Zone.DMA);
    frames.wrote(first);
    frames.release(first);
    assertFalse(frames.takeStaleCode(listener), "no code");
    frames.markExecutable(first + 2);
    frames.markExecutable(first + 5);
    assertFalse(frames.takeStaleCode(listener), "nothing happened to it");
    frames.wrote(first + 5);
    frames.wrote(first + 3);
    assertTrue(frames.takeStaleCode(listener));
    frames.wrote(first + 5);
    frames.release(first + 2);
    assertTrue(frames.takeStaleCode(listener));
    assertFalse(frames.takeStaleCode(listener), "told already");
    assertEquals(List.of((first + 5) + "+1", (first + 2) + "+4"), told);
    assertEquals(first, frames.alloc());
    assertEquals(first + 2, frames.alloc());
    frames.release(first + 2);
    assertFalse(frames.takeStaleCode(listener), "no code any more");
  }
}
