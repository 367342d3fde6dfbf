package exo.bench;

import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import exo.mem.ring.SpscRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A message of 40 bytes to another thread and one back, through two rings, beside the C program
 * {@code bounce}, whose threads hand a bare cache line to and fro. In turns, since both depend on
 * where the host puts the threads.
 */
record PingPong(Aim aim) implements Measurement {
  private static final int ROUNDS = 300_000;
  private static final int WARM_UP = 3;
  private static final int SIZE = 40;
  private static final int LAST = 1;

  @Override
  public String id() {
    return "ring.pingpong";
  }

  @Override
  public String obstacle() {
    return Runtime.getRuntime().availableProcessors() < 2
        ? "two threads need two CPUs of the host"
        : "";
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    int runs = 3 * effort.works();
    double[] ring = new double[runs];
    double[] line = new double[runs];
    double[] ratio = new double[runs];
    List<String> bare = List.of("bounce", Integer.toString(ROUNDS));
    for (int i = -WARM_UP; i < runs; i++) {
      double nanos = roundTrip();
      if (i >= 0) {
        ring[i] = nanos;
        line[i] = Primitive.onHost(places, bare, List.of());
        ratio[i] = ring[i] / line[i];
      }
    }
    Samples samples = new Samples(ratio);
    return List.of(
        new Figure(
            id(),
            "40 bytes to another thread and back, by a bare cache line in C",
            "x",
            samples.median(),
            samples.percentile(99),
            runs,
            Double.NaN,
            Double.NaN,
            aim,
            "./exo bench " + id(),
            Map.of("exo_ns", new Samples(ring).median(), "native_ns", new Samples(line).median())));
  }

  /** Nanoseconds. */
  private static double roundTrip() throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment there = ring(arena);
      MemorySegment back = ring(arena);
      Thread other = Thread.ofPlatform().start(() -> answer(arena, there, back));
      SpscRing to = new SpscRing(there, null);
      SpscRing from = new SpscRing(back, null);
      MemorySegment message = arena.allocate(RingLayout.RECORD_SIZE, RingLayout.SLOT_SIZE);
      long start = 0;
      for (int i = 0; i < ROUNDS; i++) {
        if (i == ROUNDS / 10) {
          start = System.nanoTime();
        }
        to.send(message, 0, SIZE, i == ROUNDS - 1 ? LAST : 0);
        await(from, message);
      }
      long nanos = System.nanoTime() - start;
      if (!other.join(Duration.ofSeconds(10))) {
        throw new IllegalStateException("the other thread does not end");
      }
      return (double) nanos / (ROUNDS - ROUNDS / 10);
    }
  }

  private static MemorySegment ring(Arena arena) {
    MemorySegment memory = arena.allocate(RingLayout.bytes(64), 128);
    RingLayout.format(memory, 64, RingLayout.ONE_TO_ONE, 0);
    return memory;
  }

  private static void answer(Arena arena, MemorySegment there, MemorySegment back) {
    SpscRing from = new SpscRing(there, null);
    SpscRing to = new SpscRing(back, null);
    MemorySegment message = arena.allocate(RingLayout.RECORD_SIZE, RingLayout.SLOT_SIZE);
    long header;
    do {
      header = await(from, message);
      to.send(message, 0, SIZE, 0);
    } while (Ring.priority(header) != LAST);
  }

  private static long await(SpscRing ring, MemorySegment to) {
    long header = ring.receive(to, 0);
    while (header < 0) {
      Thread.onSpinWait();
      header = ring.receive(to, 0);
    }
    return header;
  }
}
