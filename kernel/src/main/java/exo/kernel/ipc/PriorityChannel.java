package exo.kernel.ipc;

import exo.mem.ring.Envelope;
import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import exo.mem.ring.Timestamps;
import exo.mem.ring.UltraFastRing;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Five rings, one for each {@link PriorityClass}: a receiver gets the most urgent message there is,
 * and of one class the oldest. Any number of senders and receivers.
 */
public final class PriorityChannel {
  private static final PriorityClass[] CLASSES = PriorityClass.values();

  private final List<Lane> lanes = new ArrayList<>();

  private PriorityChannel(MemorySegment[] rings, Waiting waiting, @Nullable Timestamps clock) {
    for (MemorySegment memory : rings) {
      Ring ring = new UltraFastRing(memory, 1, clock);
      // A receiver sleeps on the first ring's event, whichever lane it will be served from.
      lanes.add(new Lane(ring, waiting, lanes.isEmpty() ? ring.memory() : first(), stats()));
    }
  }

  private MemorySegment first() {
    return lanes.getFirst().ring().memory();
  }

  private static LaneStats stats() {
    return new LaneStats(true);
  }

  /** Bytes that a channel needs. */
  public static long bytes(int capacity) {
    return CLASSES.length * RingLayout.bytes(capacity);
  }

  /**
   * A new channel.
   *
   * @param memory aligned to 64, at least {@link #bytes}
   * @param capacity of each of the five
   */
  public static PriorityChannel create(
      MemorySegment memory, int capacity, Waiting waiting, @Nullable Timestamps clock) {
    MemorySegment[] rings = new MemorySegment[CLASSES.length];
    long each = RingLayout.bytes(capacity);
    for (int i = 0; i < rings.length; i++) {
      rings[i] = memory.asSlice(i * each, each, RingLayout.SLOT_SIZE);
      RingLayout.format(
          rings[i], capacity, RingLayout.MANY_TO_MANY, clock == null ? 0 : clock.perSecond());
    }
    return new PriorityChannel(rings, waiting, clock);
  }

  private Lane lane(PriorityClass priority) {
    return lanes.get(priority.ordinal());
  }

  /** Sends at once: 0, {@link Ring#FULL} when its class is, or {@link Ring#CORRUPT}. */
  public int trySend(MemorySegment from, long off, int size, PriorityClass priority) {
    return lane(priority).trySend(from, off, size, priority.ordinal());
  }

  /** Sends, waiting for room in its class. */
  public int send(MemorySegment from, long off, int size, PriorityClass priority, long nanos)
      throws InterruptedException {
    return lane(priority).send(from, off, size, priority.ordinal(), nanos);
  }

  /** Receives the most urgent message; as {@link Lane#tryReceive}. */
  public long tryReceive(MemorySegment to, long off, @Nullable Envelope envelope) {
    for (int i = 0; i < CLASSES.length; i++) {
      long answer = lanes.get(i).tryReceive(to, off, envelope);
      if (answer != Ring.EMPTY) {
        return answer;
      }
    }
    return Ring.EMPTY;
  }

  /** The same, waiting for a message of any class. */
  public long receive(MemorySegment to, long off, @Nullable Envelope envelope, long nanos)
      throws InterruptedException {
    return lanes.getFirst().whenData(nanos, () -> tryReceive(to, off, envelope));
  }

  /** Counters of a class. */
  public LaneStats stats(PriorityClass priority) {
    LaneStats stats = lane(priority).stats();
    if (stats == null) {
      throw new IllegalStateException("a lane without counters");
    }
    return stats;
  }
}
