package exo.mem.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.FrameAllocator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A CPU walks and marks entries while the kernel changes them. */
class ConcurrentWalkTest {
  private static final long VA = 0x40_0000;
  private static final int FILLED = 4000;

  @Test
  void aDirtyBitTheCpuSetsIsNeverLost() throws InterruptedException {
    try (Tables machine = new Tables()) {
      PageTables tables = machine.tables;
      long root = machine.root;
      tables.map(root, VA, 5, Tables.USER_WRITE);
      long at = tables.leafAddress(root, VA);
      AtomicBoolean done = new AtomicBoolean();
      AtomicBoolean lost = new AtomicBoolean();
      CountDownLatch running = new CountDownLatch(1);
      Thread cpu =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get() && !lost.get()) {
                      clean(machine, at);
                      running.countDown();
                      machine.ram.getAndOrLong(at, Pte.D);
                      for (int i = 0; i < 20; i++) {
                        if ((machine.ram.getLongVolatile(at) & Pte.D) == 0) {
                          lost.set(true);
                        }
                      }
                    }
                  });
      running.await();
      for (int i = 0; i < 3_000_000; i++) {
        tables.protect(root, VA, VA + 4096, i % 2 == 0 ? Pte.SOFT0 : 0, i % 2 == 0 ? Pte.W : 0);
        tables.protect(root, VA, VA + 4096, Pte.W, Pte.SOFT0);
      }
      done.set(true);
      cpu.join();
      assertFalse(lost.get());
    }
  }

  private static void clean(Tables machine, long at) {
    long entry;
    do {
      entry = machine.ram.getLongVolatile(at);
    } while (!machine.ram.compareAndSetLong(at, entry, entry & ~Pte.D));
  }

  @Test
  void aTableIsSeenCompleteOrNotAtAll() throws InterruptedException {
    try (Tables machine = new Tables()) {
      fillFreeFramesWithEntries(machine);
      PageTables tables = machine.tables;
      AtomicLong current = new AtomicLong(VA);
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong wrong = new AtomicLong();
      Thread cpu =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      long pa = tables.translate(machine.root, current.get());
                      if (pa != PageTables.NONE && pa != 5L << 12) {
                        wrong.set(pa);
                      }
                    }
                  });
      // Each page needs two new tables.
      for (long i = 1; i < 3000; i++) {
        long va = i << 30;
        current.set(va);
        assertTrue(tables.map(machine.root, va, 5, Tables.USER));
      }
      done.set(true);
      cpu.join();
      assertEquals(0, wrong.get());
    }
  }

  /** So that a table which is linked before it is cleared shows pages that nobody mapped. */
  private static void fillFreeFramesWithEntries(Tables machine) {
    long run = machine.frames.allocContiguous(FILLED, 1, FrameAllocator.Zone.DMA32);
    for (long frame = run; frame < run + FILLED; frame++) {
      for (long b = 0; b < 4096; b += 8) {
        machine.ram.putLong((frame << 12) + b, Pte.of(frame, Pte.P));
      }
      machine.frames.release(frame);
    }
  }
}
