package exo.kernel.ipc;

import exo.mem.ring.Envelope;
import exo.mem.ring.Ring;
import exo.mem.ring.RingEvents;
import exo.mem.ring.RingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A ring with waiting: each operation in a form that answers at once, one that waits for a time
 * and, with {@link Waiting#FOREVER}, one that waits as long as it takes.
 *
 * <p>Who may use it is the ring's business. Interrupting a thread ends its waiting.
 */
public final class Lane {
  private static final ValueLayout.OfLong RECORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Ring ring;
  private final Waiting waiting;
  private final MemorySegment dataEvents;
  private final @Nullable LaneStats stats;

  /** With events of its own and, if wanted, counters. */
  public Lane(Ring ring, Waiting waiting, @Nullable LaneStats stats) {
    this(ring, waiting, ring.memory(), stats);
  }

  /**
   * As one of several lanes for whose data a receiver waits together.
   *
   * @param dataEvents the ring whose data event stands for all of them
   */
  Lane(Ring ring, Waiting waiting, MemorySegment dataEvents, @Nullable LaneStats stats) {
    this.ring = ring;
    this.waiting = waiting;
    this.dataEvents = dataEvents;
    this.stats = stats;
  }

  public Ring ring() {
    return ring;
  }

  public @Nullable LaneStats stats() {
    return stats;
  }

  /** Sends at once or not at all; see {@link Ring#send(MemorySegment, long, int, int)}. */
  public int trySend(MemorySegment from, long off, int size, int priority) {
    return trySend(from, off, size, priority, 0);
  }

  int trySend(MemorySegment from, long off, int size, int priority, int flags) {
    int answer = ring.send(from, off, size, priority, flags);
    if (answer == 0) {
      if (stats != null && flags == 0) {
        stats.sent(size);
      }
      tell(dataEvents, RingLayout.DATA_EVENT);
    }
    return answer;
  }

  /**
   * Sends, waiting for room.
   *
   * @param nanos at most so long
   * @return 0; {@link Ring#FULL} when the time is over; {@link Ring#CORRUPT}
   */
  public int send(MemorySegment from, long off, int size, int priority, long nanos)
      throws InterruptedException {
    return send(from, off, size, priority, 0, nanos);
  }

  int send(MemorySegment from, long off, int size, int priority, int flags, long nanos)
      throws InterruptedException {
    int answer = trySend(from, off, size, priority, flags);
    if (answer != Ring.FULL || nanos <= 0) {
      return answer;
    }
    return whenRoom(nanos, () -> trySend(from, off, size, priority, flags));
  }

  /** Sends records at once, as many as fit; see {@link Ring#sendBatch}. */
  public int trySendBatch(MemorySegment records, long off, int count) {
    int answer = ring.sendBatch(records, off, count);
    if (answer > 0) {
      if (stats != null) {
        stats.sentBatch(answer, payload(records, off, answer));
      }
      tell(dataEvents, RingLayout.DATA_EVENT);
    }
    return answer;
  }

  private static long payload(MemorySegment records, long off, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Ring.size(records.get(RECORD, off + (long) i * RingLayout.RECORD_SIZE));
    }
    return sum;
  }

  /** Receives at once or nothing; see {@link Ring#receive(MemorySegment, long, Envelope)}. */
  public long tryReceive(MemorySegment to, long off, @Nullable Envelope envelope) {
    long answer = ring.receive(to, off, envelope);
    if (answer >= 0) {
      if (stats != null) {
        if (envelope == null) {
          stats.received(1);
        } else {
          stats.received(envelope.latency());
        }
      }
      tell(ring.memory(), RingLayout.ROOM_EVENT);
    }
    return answer;
  }

  /**
   * Receives, waiting for a message.
   *
   * @return as {@link #tryReceive}; {@link Ring#EMPTY} when the time is over
   */
  public long receive(MemorySegment to, long off, @Nullable Envelope envelope, long nanos)
      throws InterruptedException {
    long answer = tryReceive(to, off, envelope);
    if (answer != Ring.EMPTY || nanos <= 0) {
      return answer;
    }
    return whenData(nanos, () -> tryReceive(to, off, envelope));
  }

  /** Receives what is there, up to {@code max} records; see {@link Ring#receiveBatch}. */
  public int tryReceiveBatch(MemorySegment to, long off, int max) {
    int answer = ring.receiveBatch(to, off, max);
    if (answer > 0) {
      if (stats != null) {
        stats.received(answer);
      }
      tell(ring.memory(), RingLayout.ROOM_EVENT);
    }
    return answer;
  }

  /** An attempt to send or receive: a number that is not negative, FULL, EMPTY or CORRUPT. */
  interface Attempt {
    long make();
  }

  /** Something was published in the ring itself. */
  void published() {
    tell(dataEvents, RingLayout.DATA_EVENT);
  }

  /** Something was taken from the ring itself. */
  void consumed() {
    tell(ring.memory(), RingLayout.ROOM_EVENT);
  }

  /** Makes an attempt again and again, until it answers anything but FULL or the time is over. */
  int whenRoom(long nanos, Attempt attempt) throws InterruptedException {
    return (int) repeat(ring.memory(), RingLayout.ROOM_EVENT, Ring.FULL, nanos, attempt);
  }

  /** The same until it answers anything but EMPTY. */
  long whenData(long nanos, Attempt attempt) throws InterruptedException {
    return repeat(dataEvents, RingLayout.DATA_EVENT, Ring.EMPTY, nanos, attempt);
  }

  private long repeat(MemorySegment words, long event, int failed, long nanos, Attempt attempt)
      throws InterruptedException {
    long answer = attempt.make();
    if (answer != failed || nanos <= 0) {
      return answer;
    }
    long start = System.nanoTime();
    RingEvents.enter(words, event);
    try {
      while (true) {
        int seen = RingEvents.count(words, event);
        answer = attempt.make();
        long left = left(start, nanos);
        if (answer != failed || left <= 0) {
          return answer;
        }
        sleep(words, event, seen, left);
      }
    } finally {
      RingEvents.leave(words, event);
    }
  }

  private void tell(MemorySegment words, long event) {
    if (RingEvents.awaited(words, event)) {
      RingEvents.advance(words, event);
      waiting.wake(words, event);
    }
  }

  private void sleep(MemorySegment words, long event, int seen, long nanos)
      throws InterruptedException {
    if (stats != null) {
      stats.waited();
    }
    waiting.await(words, event, seen, nanos);
  }

  static long left(long start, long nanos) {
    return nanos == Waiting.FOREVER ? nanos : nanos - (System.nanoTime() - start);
  }
}
