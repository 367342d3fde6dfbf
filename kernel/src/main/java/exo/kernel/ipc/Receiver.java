package exo.kernel.ipc;

import exo.mem.ring.Envelope;
import exo.mem.ring.Ring;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of a {@link MulticastChannel} or {@link AnycastChannel}, with a ring of its own. One
 * thread receives; any thread reads the counters.
 */
public final class Receiver {
  private final Lane lane;
  private final int cpu;
  private final Counter dropped = new Counter(true);
  private final Counter handed = new Counter(true);
  private final Counter processed = new Counter(true);

  /**
   * Over a ring that {@code RingLayout.format} wrote: of one producer if only one thread sends.
   *
   * @param cpu where it runs, for {@link AnycastChannel.Policy#AFFINITY_FIRST}; -1 for anywhere
   */
  public Receiver(Ring ring, Waiting waiting, int cpu) {
    this.lane = new Lane(ring, waiting, null);
    this.cpu = cpu;
  }

  int hand(MemorySegment from, long off, int size, int priority) {
    int answer = lane.trySend(from, off, size, priority);
    if (answer == 0) {
      handed.add(1);
    }
    return answer;
  }

  void drop() {
    dropped.add(1);
  }

  Lane lane() {
    return lane;
  }

  int cpu() {
    return cpu;
  }

  /** Receives at once or nothing; as {@link Lane#tryReceive}. */
  public long tryReceive(MemorySegment to, long off, @Nullable Envelope envelope) {
    long answer = lane.tryReceive(to, off, envelope);
    if (answer >= 0) {
      processed.add(1);
    }
    return answer;
  }

  /** Receives, waiting for a message. */
  public long receive(MemorySegment to, long off, @Nullable Envelope envelope, long nanos)
      throws InterruptedException {
    long answer = lane.receive(to, off, envelope, nanos);
    if (answer >= 0) {
      processed.add(1);
    }
    return answer;
  }

  /** Messages that wait for it: its lag, its load. */
  public int pending() {
    return lane.ring().size();
  }

  /** Messages that were meant for it and left out, because it was too far behind. */
  public long dropped() {
    return dropped.get();
  }

  /** Messages put into its ring. */
  public long handed() {
    return handed.get();
  }

  /** Messages it received. */
  public long processed() {
    return processed.get();
  }
}
