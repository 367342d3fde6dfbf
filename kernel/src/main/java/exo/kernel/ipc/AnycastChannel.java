package exo.kernel.ipc;

import exo.mem.ring.Ring;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * One to one of many. The policy says who is asked first; who has no room is passed over. Any
 * thread adds and removes receivers; who sends is for their rings to say.
 */
public final class AnycastChannel {
  /** Who gets a message. */
  public enum Policy {
    /** Each in turn. */
    ROUND_ROBIN,
    /** Who has the fewest messages waiting. */
    LEAST_LOADED,
    /** Anybody, all equally often. */
    RANDOM,
    /** Who runs on the sender's CPU; if there is none or it has no room, the least loaded. */
    AFFINITY_FIRST
  }

  private final Policy policy;
  private final RandomGenerator random;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Receiver[] receivers = {};

  /**
   * Without receivers.
   *
   * @param random for {@link Policy#RANDOM}; used by senders only
   */
  public AnycastChannel(Policy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
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
   * Sends to one.
   *
   * @param cpu the sender's, or -1
   * @return 0, or {@link Ring#FULL} when nobody has room or nobody is there
   */
  public int trySend(MemorySegment from, long off, int size, int priority, int cpu) {
    Receiver[] all = receivers;
    if (all.length == 0) {
      return Ring.FULL;
    }
    int first = first(all, cpu);
    for (int i = 0; i < all.length; i++) {
      int at = first + i;
      Receiver r = all[at < all.length ? at : at - all.length];
      if (r.hand(from, off, size, priority) == 0) {
        return 0;
      }
    }
    return Ring.FULL;
  }

  /** The same, waiting until somebody has room. */
  public int send(MemorySegment from, long off, int size, int priority, int cpu, long nanos)
      throws InterruptedException {
    Receiver[] all = receivers;
    if (all.length == 0) {
      return Ring.FULL;
    }
    // Asleep on one receiver's ring; that another has room meanwhile is found at the next look.
    long start = System.nanoTime();
    int answer = trySend(from, off, size, priority, cpu);
    while (answer == Ring.FULL && Lane.left(start, nanos) > 0) {
      long look = Math.min(Lane.left(start, nanos), 1_000_000);
      Receiver r = all[leastLoaded(all)];
      answer = r.lane().whenRoom(look, () -> trySend(from, off, size, priority, cpu));
    }
    return answer;
  }

  private int first(Receiver[] all, int cpu) {
    return switch (policy) {
      case ROUND_ROBIN -> Integer.remainderUnsigned(turn.getAndIncrement(), all.length);
      case RANDOM -> random.nextInt(all.length);
      case LEAST_LOADED -> leastLoaded(all);
      case AFFINITY_FIRST -> {
        for (int i = 0; i < all.length; i++) {
          if (all[i].cpu() == cpu
              && cpu >= 0
              && all[i].pending() < all[i].lane().ring().capacity()) {
            yield i;
          }
        }
        yield leastLoaded(all);
      }
    };
  }

  private static int leastLoaded(Receiver[] all) {
    int best = 0;
    int load = Integer.MAX_VALUE;
    for (int i = 0; i < all.length; i++) {
      int pending = all[i].pending();
      if (pending < load) {
        load = pending;
        best = i;
      }
    }
    return best;
  }

  public List<Receiver> receivers() {
    return List.of(receivers);
  }
}
