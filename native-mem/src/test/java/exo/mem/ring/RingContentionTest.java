package exo.mem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several threads at each end: nothing lost, nothing twice, nothing torn, and what one consumer
 * gets of one producer comes in order.
 */
class RingContentionTest {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int RECORD = RingLayout.RECORD_SIZE;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private interface Body {
    void run() throws Exception;
  }

  private Thread thread(Body body) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                body.run();
              } catch (Throwable t) {
                failure.compareAndSet(null, t);
              }
            });
  }

  @Test
  void fourProducersAndFourConsumersOverTwoMillionMessages() throws Exception {
    contend(RingLayout.MANY_TO_MANY, 4, 4, 500_000);
  }

  @Test
  void oneProducerAndOneConsumerOverTwoMillionMessages() throws Exception {
    contend(RingLayout.ONE_TO_ONE, 1, 1, 2_000_000);
  }

  @Test
  @Tag("long")
  void fourProducersAndFourConsumersOverAHundredMillionMessages() throws Exception {
    contend(RingLayout.MANY_TO_MANY, 4, 4, 25_000_000);
  }

  @Test
  @Tag("long")
  void oneProducerAndOneConsumerOverAHundredMillionMessages() throws Exception {
    contend(RingLayout.ONE_TO_ONE, 1, 1, 100_000_000);
  }

  private void contend(int kind, int producers, int consumers, int each) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(RingLayout.bytes(256), 64);
      RingLayout.format(memory, 256, kind, 0);
      Ring shared = kind == RingLayout.ONE_TO_ONE ? new SpscRing(memory, null) : null;
      long[][] got = new long[consumers][producers];
      long[] sums = new long[producers];
      AtomicInteger producing = new AtomicInteger(producers);
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int id = p;
        Ring ring = shared == null ? new UltraFastRing(memory, 1 + p, null) : shared;
        threads.add(
            thread(
                () -> {
                  produce(ring, id, each);
                  producing.decrementAndGet();
                }));
      }
      for (int c = 0; c < consumers; c++) {
        long[] mine = got[c];
        Ring ring = shared == null ? new UltraFastRing(memory, 10 + c, null) : shared;
        threads.add(
            thread(
                () -> {
                  long[] sum = consume(ring, mine, producing);
                  synchronized (sums) {
                    for (int p = 0; p < producers; p++) {
                      sums[p] += sum[p];
                    }
                  }
                }));
      }
      for (Thread t : threads) {
        t.join();
      }
      assertNull(failure.get(), () -> "failed: " + failure.get());
      for (int p = 0; p < producers; p++) {
        long count = 0;
        for (long[] mine : got) {
          count += mine[p];
        }
        assertEquals(each, count, "messages of producer " + p);
        assertEquals((long) each * (each - 1) / 2, sums[p], "each of them once");
      }
    }
  }

  /** Alternately one by one, in batches and in place. */
  private void produce(Ring ring, int id, int each) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocate(16 * RECORD, 8);
      int next = 0;
      while (next < each && failure.get() == null) {
        int batch = Math.min(1 + next % 16, each - next);
        int sent;
        if (batch == 3) {
          long position = ring.claim();
          sent = position < 0 ? (int) position : 1;
          if (position >= 0) {
            write(ring.memory(), ring.payload(position), id, next);
            ring.commit(position, 40, id, 0);
          }
        } else {
          for (int i = 0; i < batch; i++) {
            from.set(LONG, (long) i * RECORD, Ring.header(40, id, 0));
            write(from, (long) i * RECORD + 8, id, next + i);
          }
          if (batch == 1) {
            sent = ring.send(from, 8, 40, id) == 0 ? 1 : Ring.FULL;
          } else {
            sent = ring.sendBatch(from, 0, batch);
          }
        }
        if (sent == Ring.FULL) {
          Thread.yield();
        } else if (sent < 0) {
          throw new AssertionError("sending answered " + sent);
        } else {
          next += sent;
        }
      }
    }
  }

  private static void write(MemorySegment to, long off, int id, long number) {
    to.set(LONG, off, id);
    to.set(LONG, off + 8, number);
    to.set(LONG, off + 16, ~number);
    to.set(LONG, off + 24, number * 31);
    to.set(LONG, off + 32, number + id);
  }

  private static int read(MemorySegment from, long off, long[] last, long[] count, long[] sum) {
    int id = (int) from.get(LONG, off);
    long number = from.get(LONG, off + 8);
    if (from.get(LONG, off + 16) != ~number
        || from.get(LONG, off + 24) != number * 31
        || from.get(LONG, off + 32) != number + id) {
      throw new AssertionError("a torn message of producer " + id);
    }
    if (number <= last[id]) {
      throw new AssertionError(number + " of producer " + id + " after " + last[id]);
    }
    last[id] = number;
    count[id]++;
    sum[id] += number;
    return 1;
  }

  private long[] consume(Ring ring, long[] count, AtomicInteger producing) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(16 * RECORD, 8);
      long[] last = new long[count.length];
      long[] sum = new long[count.length];
      java.util.Arrays.fill(last, -1);
      int way = 0;
      while (failure.get() == null) {
        boolean over = producing.get() == 0;
        long got = Ring.EMPTY;
        switch (way++ % 3) {
          case 0 -> {
            got = ring.receive(to, 0);
            if (got >= 0) {
              read(to, 0, last, count, sum);
            }
          }
          case 1 -> {
            got = ring.receiveBatch(to, 0, 16);
            for (int i = 0; i < got; i++) {
              read(to, (long) i * RECORD + 8, last, count, sum);
            }
          }
          default -> {
            got = ring.take();
            if (got >= 0) {
              read(ring.memory(), ring.payload(got), last, count, sum);
              ring.release(got);
            }
          }
        }
        if (got == Ring.EMPTY) {
          if (over) {
            return sum;
          }
          Thread.yield();
        } else if (got < 0) {
          throw new AssertionError("receiving answered " + got);
        }
      }
      return sum;
    }
  }
}
