package exo.kernel.futex;

import exo.kernel.sched.WaitQueue;
import exo.kernel.sched.Waiter;
import exo.kernel.sched.Wakeable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waiters by the key of a futex word: a number that {@code exo.kernel.task.FutexKeys} makes, or the
 * physical address of a word in memory that is shared. A bucket exists while someone waits on it.
 * Owned by the kernel lock.
 */
public final class FutexTable {
  /** One who waits on a word; a task has one for each wait and reuses none. */
  public static final class FutexWaiter implements Wakeable {
    private final Wakeable target;
    private final int bits;
    private long key;
    private long requeueTo = NOWHERE;
    private boolean woken;
    private final Waiter place = new Waiter(this);

    private FutexWaiter(Wakeable target, int bits, long key) {
      this.target = target;
      this.bits = bits;
      this.key = key;
    }

    /** Whether a wake came to it; it is on no bucket then. */
    public boolean isWoken() {
      return woken;
    }

    /** FUTEX_WAIT_REQUEUE_PI: where it is to be moved. */
    public void requeueTo(long targetKey) {
      requeueTo = targetKey;
    }

    /** Where it is to be moved, or a negative number. */
    public long requeueTo() {
      return requeueTo;
    }

    /** Who waits. */
    public Wakeable target() {
      return target;
    }

    @Override
    public void wake(Waiter waiter) {
      woken = true;
      waiter.leave();
      target.wake(waiter);
    }
  }

  private static final long NOWHERE = -1;

  private final Map<Long, WaitQueue> buckets = new HashMap<>();

  /** Puts a waiter on a word. */
  public FutexWaiter enqueue(long key, Wakeable target, int bits) {
    FutexWaiter w = new FutexWaiter(target, bits, key);
    buckets.computeIfAbsent(key, k -> new WaitQueue()).add(w.place);
    return w;
  }

  /** Who came first to a word, or null. */
  public @Nullable FutexWaiter first(long key) {
    WaitQueue q = buckets.get(key);
    Waiter first = q == null ? null : q.first();
    return first == null ? null : (FutexWaiter) first.target();
  }

  /** Wakes this one. */
  public void wakeOnly(FutexWaiter waiter) {
    waiter.wake(waiter.place);
    drop(waiter.key);
  }

  /** A waiter gives up: it timed out or was interrupted. */
  public void cancel(FutexWaiter waiter) {
    waiter.place.leave();
    drop(waiter.key);
  }

  /**
   * Wakes up to {@code count} waiters whose bits meet {@code bits}.
   *
   * @return how many were woken
   */
  public int wake(long key, int count, int bits) {
    WaitQueue q = buckets.get(key);
    if (q == null) {
      return 0;
    }
    int woken = 0;
    for (Waiter w = q.first(); w != null && woken < count; ) {
      Waiter next = q.after(w);
      FutexWaiter f = (FutexWaiter) w.target();
      if ((f.bits & bits) != 0) {
        f.wake(w);
        woken++;
      }
      w = next;
    }
    drop(key);
    return woken;
  }

  /** As {@link #wake(long, int, int)} for all bits. */
  public int wake(long key, int count) {
    return wake(key, count, -1);
  }

  /**
   * Moves up to {@code count} waiters from one word to another.
   *
   * @return how many were moved
   */
  public int requeue(long from, long to, int count) {
    WaitQueue q = buckets.get(from);
    if (q == null || from == to) {
      return 0;
    }
    int moved = 0;
    WaitQueue target = buckets.computeIfAbsent(to, k -> new WaitQueue());
    for (Waiter w = q.first(); w != null && moved < count; ) {
      Waiter next = q.after(w);
      FutexWaiter f = (FutexWaiter) w.target();
      w.leave();
      f.key = to;
      target.add(w);
      moved++;
      w = next;
    }
    drop(from);
    drop(to);
    return moved;
  }

  private void drop(long key) {
    WaitQueue q = buckets.get(key);
    if (q != null && q.isEmpty()) {
      buckets.remove(key);
    }
  }

  /** Words that somebody waits on. */
  public int size() {
    return buckets.size();
  }
}
