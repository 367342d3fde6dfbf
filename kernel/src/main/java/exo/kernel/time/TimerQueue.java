package exo.kernel.time;

import java.util.Arrays;

/** Armed timers, earliest first: a binary heap. Owned by the kernel lock. */
public final class TimerQueue {
  /** {@link #nextDeadline} of an empty queue. */
  public static final long NEVER = Long.MAX_VALUE;

  private Timer[] heap = new Timer[16];
  private int size;
  private volatile long next = NEVER;

  /** Arms the timer for a monotonic time; moves it if armed. */
  public void arm(Timer timer, long deadlineNanos) {
    cancel(timer);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    timer.deadlineNanos = deadlineNanos;
    timer.position = size;
    heap[size++] = timer;
    up(timer.position);
    next = heap[0].deadlineNanos;
  }

  /** Disarms the timer, if armed. */
  @SuppressWarnings("NullAway") // cleared slots are beyond size
  public void cancel(Timer timer) {
    int at = timer.position;
    if (at < 0) {
      return;
    }
    Timer last = heap[--size];
    heap[size] = null;
    timer.position = -1;
    if (last != timer) {
      heap[at] = last;
      last.position = at;
      up(at);
      down(last.position);
    }
    next = nextDeadline();
  }

  /** Runs every timer whose time has come. */
  public void expire(long nowNanos) {
    while (size > 0 && heap[0].deadlineNanos <= nowNanos) {
      Timer t = heap[0];
      cancel(t);
      t.expired(nowNanos);
    }
  }

  public long nextDeadline() {
    return size == 0 ? NEVER : heap[0].deadlineNanos;
  }

  /** As {@link #nextDeadline}, for any thread: perhaps a moment old. */
  public long nextDeadlineHint() {
    return next;
  }

  private void up(int from) {
    int at = from;
    Timer t = heap[at];
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap[parent].deadlineNanos <= t.deadlineNanos) {
        break;
      }
      place(heap[parent], at);
      at = parent;
    }
    place(t, at);
  }

  private void down(int from) {
    int at = from;
    Timer t = heap[at];
    for (; ; ) {
      int child = at * 2 + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && heap[child + 1].deadlineNanos < heap[child].deadlineNanos) {
        child++;
      }
      if (heap[child].deadlineNanos >= t.deadlineNanos) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(t, at);
  }

  private void place(Timer t, int at) {
    heap[at] = t;
    t.position = at;
  }
}
