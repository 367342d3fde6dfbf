package exo.kernel.ipc;

import exo.mem.ring.Ring;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * One to many: each receiver has a ring. Who is behind by the greatest lag allowed does not get the
 * message, which is counted, and never makes the others wait. Any thread adds and removes
 * receivers; who sends is for their rings to say.
 */
public final class MulticastChannel {
  private final int maxLag;
  private volatile Receiver[] receivers = {};

  /**
   * Without receivers.
   *
   * @param maxLag messages that may wait for a receiver, at least 1; beyond the capacity of its
   *     ring that is the limit
   */
  public MulticastChannel(int maxLag) {
    if (maxLag < 1) {
      throw new IllegalArgumentException("a lag of " + maxLag);
    }
    this.maxLag = maxLag;
  }

  /** From the next message on. */
  public synchronized void add(Receiver receiver) {
    Receiver[] more = Arrays.copyOf(receivers, receivers.length + 1);
    more[receivers.length] = receiver;
    receivers = more;
  }

  /** It still gets what is in its ring. */
  public synchronized void remove(Receiver receiver) {
    receivers = Arrays.stream(receivers).filter(r -> r != receiver).toArray(Receiver[]::new);
  }

  /**
   * Sends to all; never waits.
   *
   * @return how many get it
   */
  public int send(MemorySegment from, long off, int size, int priority) {
    int reached = 0;
    for (Receiver r : receivers) {
      if (r.pending() < maxLag && r.hand(from, off, size, priority) == 0) {
        reached++;
      } else {
        r.drop();
      }
    }
    return reached;
  }

  /**
   * Sends when every receiver has room, or when the time is over to those that have.
   *
   * @return how many get it
   */
  public int send(MemorySegment from, long off, int size, int priority, long nanos)
      throws InterruptedException {
    long start = System.nanoTime();
    for (Receiver r : receivers) {
      r.lane().whenRoom(Lane.left(start, nanos), () -> r.pending() < maxLag ? 0 : (long) Ring.FULL);
    }
    return send(from, off, size, priority);
  }

  public List<Receiver> receivers() {
    return List.of(receivers);
  }
}
