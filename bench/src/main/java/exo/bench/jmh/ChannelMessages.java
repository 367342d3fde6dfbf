package exo.bench.jmh;

import exo.kernel.ipc.AnycastChannel;
import exo.kernel.ipc.FusionMessage;
import exo.kernel.ipc.FusionRing;
import exo.kernel.ipc.Lane;
import exo.kernel.ipc.LocalWaiting;
import exo.kernel.ipc.MulticastChannel;
import exo.kernel.ipc.Receiver;
import exo.kernel.ipc.RequestReplyChannel;
import exo.kernel.ipc.Waiting;
import exo.mem.ring.BufferPool;
import exo.mem.ring.RingLayout;
import exo.mem.ring.SpscRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is built of rings, all ends of it used by one thread, in blocks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelMessages {
  /** Operations in a sample. */
  public static final int BLOCK = 256;

  private static final int RECEIVERS = 4;

  private final MemorySegment from = Arena.global().allocate(64, 64);
  private final MemorySegment to = Arena.global().allocate(64, 64);
  private final FusionMessage message = new FusionMessage();
  private MulticastChannel multicast;
  private AnycastChannel anycast;
  private final Receiver[] everybody = new Receiver[RECEIVERS];
  private final Receiver[] anybody = new Receiver[RECEIVERS];
  private RequestReplyChannel calls;
  private RequestReplyChannel.Server server;
  private FusionRing fusion;

  @Setup
  public void make() {
    LocalWaiting waiting = new LocalWaiting();
    multicast = new MulticastChannel(256);
    anycast = new AnycastChannel(AnycastChannel.Policy.ROUND_ROBIN, new SplittableRandom(1));
    for (int i = 0; i < RECEIVERS; i++) {
      everybody[i] = new Receiver(ring(), waiting, -1);
      multicast.add(everybody[i]);
      anybody[i] = new Receiver(ring(), waiting, -1);
      anycast.add(anybody[i]);
    }
    Lane requests = new Lane(ring(), waiting, null);
    Lane replies = new Lane(ring(), waiting, null);
    calls = new RequestReplyChannel(requests, replies, 16);
    server = new RequestReplyChannel.Server(requests, replies);
    MemorySegment pool = Arena.global().allocate(BufferPool.bytes(8, 1 << 20), 4096);
    BufferPool.format(pool, 8, 1 << 20);
    fusion = new FusionRing(new Lane(ring(), waiting, null), new BufferPool(pool));
  }

  private static SpscRing ring() {
    MemorySegment memory = Arena.global().allocate(RingLayout.bytes(256), 64);
    RingLayout.format(memory, 256, RingLayout.ONE_TO_ONE, 0);
    return new SpscRing(memory, null);
  }

  /** A message to four, received by all. */
  @Benchmark
  public long multicast() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += multicast.send(from, 0, 40, 1);
      for (Receiver r : everybody) {
        sum += r.tryReceive(to, 0, null);
      }
    }
    return sum;
  }

  /** A message to one of four in turn. */
  @Benchmark
  public long anycast() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += anycast.trySend(from, 0, 40, 1, -1);
      sum += anybody[i % RECEIVERS].tryReceive(to, 0, null);
    }
    return sum;
  }

  /** A call, its service and its reply. */
  @Benchmark
  public long call() throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      long number = calls.begin(from, 0, 32, Waiting.FOREVER);
      int size = server.receive(to, 0, 0);
      sum += server.reply(to, 0, size, 0);
      sum += calls.poll(number, to, 0);
    }
    return sum;
  }

  private long pass(int size) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      fusion.trySendBuffer(fusion.pool().acquire(), size, 0);
      fusion.tryReceive(message);
      fusion.pool().release(message.handle());
      sum += message.size();
    }
    return sum;
  }

  @Benchmark
  public long pass4K() {
    return pass(4 << 10);
  }

  @Benchmark
  public long pass64K() {
    return pass(64 << 10);
  }

  @Benchmark
  public long pass1M() {
    return pass(1 << 20);
  }
}
