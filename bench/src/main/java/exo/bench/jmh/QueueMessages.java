package exo.bench.jmh;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same 40 bytes through the queues of other people, sent and received by one thread, in blocks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class QueueMessages {
  private static final int SIZE = 40;
  private static final int BLOCK = RingMessages.BLOCK;
  private static final int BATCH = 64;

  /** A slot of the Disruptor; JCTools' queues carry references to such. */
  static final class Slot {
    final byte[] bytes = new byte[SIZE];
  }

  private final UnsafeBuffer from = new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE));
  private final UnsafeBuffer to = new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE));
  private final byte[] source = new byte[SIZE];
  private final byte[] target = new byte[SIZE];
  private final Slot[] slots = new Slot[256];
  private MessageHandler handler;
  private OneToOneRingBuffer agronaOne;
  private ManyToOneRingBuffer agronaMany;
  private SpscArrayQueue<Slot> jctoolsOne;
  private MpmcArrayQueue<Slot> jctoolsMany;
  private RingBuffer<Slot> disruptor;
  private EventPoller<Slot> poller;
  private EventPoller.Handler<Slot> polled;
  private int next;

  @Setup
  public void make() {
    int bytes = (1 << 14) + RingBufferDescriptor.TRAILER_LENGTH;
    agronaOne = new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(bytes)));
    agronaMany = new ManyToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(bytes)));
    handler = (type, buffer, index, length) -> to.putBytes(0, buffer, index, length);
    jctoolsOne = new SpscArrayQueue<>(256);
    jctoolsMany = new MpmcArrayQueue<>(256);
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot();
    }
    disruptor = RingBuffer.createSingleProducer(Slot::new, 256);
    poller = disruptor.newPoller();
    disruptor.addGatingSequences(poller.getSequence());
    polled =
        (slot, sequence, last) -> {
          System.arraycopy(slot.bytes, 0, target, 0, SIZE);
          return true;
        };
  }

  @Benchmark
  public long agronaOne() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      agronaOne.write(1, from, 0, SIZE);
      sum += agronaOne.read(handler, 1);
    }
    return sum;
  }

  @Benchmark
  public long agronaMany() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      agronaMany.write(1, from, 0, SIZE);
      sum += agronaMany.read(handler, 1);
    }
    return sum;
  }

  /** Agrona sends one by one, and reads them all at once. */
  @Benchmark
  public long agronaOneBatch() {
    long sum = 0;
    for (int i = 0; i < BLOCK / BATCH; i++) {
      for (int j = 0; j < BATCH; j++) {
        agronaOne.write(1, from, 0, SIZE);
      }
      sum += agronaOne.read(handler, BATCH);
    }
    return sum;
  }

  private Slot filled() {
    Slot slot = slots[next++ & 255];
    System.arraycopy(source, 0, slot.bytes, 0, SIZE);
    return slot;
  }

  private void emptied(Slot slot) {
    System.arraycopy(slot.bytes, 0, target, 0, SIZE);
  }

  @Benchmark
  public byte[] jctoolsOne() {
    for (int i = 0; i < BLOCK; i++) {
      jctoolsOne.offer(filled());
      emptied(jctoolsOne.poll());
    }
    return target;
  }

  @Benchmark
  public byte[] jctoolsMany() {
    for (int i = 0; i < BLOCK; i++) {
      jctoolsMany.offer(filled());
      emptied(jctoolsMany.poll());
    }
    return target;
  }

  @Benchmark
  public byte[] disruptor() throws Exception {
    for (int i = 0; i < BLOCK; i++) {
      long sequence = disruptor.next();
      System.arraycopy(source, 0, disruptor.get(sequence).bytes, 0, SIZE);
      disruptor.publish(sequence);
      poller.poll(polled);
    }
    return target;
  }
}
