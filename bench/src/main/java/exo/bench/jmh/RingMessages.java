package exo.bench.jmh;

import exo.kernel.ipc.CoalesceController;
import exo.kernel.ipc.CreditController;
import exo.kernel.ipc.Lane;
import exo.kernel.ipc.LaneStats;
import exo.kernel.ipc.LocalWaiting;
import exo.mem.ring.Envelope;
import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import exo.mem.ring.SpscRing;
import exo.mem.ring.Timestamps;
import exo.mem.ring.UltraFastRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A message of 40 bytes, sent and received by one thread. A sample is a block of {@link #BLOCK}
 * messages: short enough that the host mostly leaves it alone, so that the median says what a
 * message costs also on a busy machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingMessages {
  /** Messages in a sample. */
  public static final int BLOCK = 1024;

  private static final int BATCH = 64;

  private final MemorySegment from = Arena.global().allocate(BATCH * RingLayout.RECORD_SIZE, 64);
  private final MemorySegment to = Arena.global().allocate(BATCH * RingLayout.RECORD_SIZE, 64);
  private final Envelope envelope = new Envelope();
  private final CoalesceController coalesce = new CoalesceController();
  private Ring one;
  private Ring many;
  private Lane lane;
  private Timestamps clock;
  private CreditController credits;

  @Setup
  public void make() {
    clock = Timestamps.cycles();
    one = new SpscRing(memory(RingLayout.ONE_TO_ONE), null);
    many = new UltraFastRing(memory(RingLayout.MANY_TO_MANY), 1, null);
    LocalWaiting waiting = new LocalWaiting();
    lane =
        new Lane(new SpscRing(memory(RingLayout.ONE_TO_ONE), clock), waiting, new LaneStats(false));
    credits = new CreditController(1024, () -> {}, false);
    for (int i = 0; i < BATCH; i++) {
      from.set(ValueLayout.JAVA_LONG, (long) i * RingLayout.RECORD_SIZE, Ring.header(40, 0, 0));
    }
  }

  private static MemorySegment memory(int kind) {
    MemorySegment memory = Arena.global().allocate(RingLayout.bytes(256), 64);
    RingLayout.format(memory, 256, kind, 0);
    return memory;
  }

  /** One to one. */
  @Benchmark
  public long inlineOne() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      one.send(from, 0, 40, 1);
      sum += one.receive(to, 0);
    }
    return sum;
  }

  /** Many to many. */
  @Benchmark
  public long inlineMany() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      many.send(from, 0, 40, 1);
      sum += many.receive(to, 0);
    }
    return sum;
  }

  /** One to one, 64 with one claim and one publication. */
  @Benchmark
  public long batchOne() {
    long sum = 0;
    for (int i = 0; i < BLOCK / BATCH; i++) {
      one.sendBatch(from, 0, BATCH);
      sum += one.receiveBatch(to, 0, BATCH);
    }
    return sum;
  }

  /** Many to many, 64 with one claim and one publication. */
  @Benchmark
  public long batchMany() {
    long sum = 0;
    for (int i = 0; i < BLOCK / BATCH; i++) {
      many.sendBatch(from, 0, BATCH);
      sum += many.receiveBatch(to, 0, BATCH);
    }
    return sum;
  }

  /** With two readings of the clock, credits, coalescing, statistics and wake-ups. */
  @Benchmark
  public long allOn() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      credits.consume(1);
      lane.trySend(from, 0, 40, 1);
      long header = lane.tryReceive(to, 0, envelope);
      coalesce.arrival(envelope.sentAt());
      credits.grant(1);
      sum += header;
    }
    return sum;
  }

  /** A batch of 64 with all of it. */
  @Benchmark
  public long batchAllOn() {
    long sum = 0;
    for (int i = 0; i < BLOCK / BATCH; i++) {
      credits.consume(BATCH);
      lane.trySendBatch(from, 0, BATCH);
      int got = lane.tryReceiveBatch(to, 0, BATCH);
      coalesce.arrival(clock.now());
      credits.grant(BATCH);
      sum += got;
    }
    return sum;
  }
}
