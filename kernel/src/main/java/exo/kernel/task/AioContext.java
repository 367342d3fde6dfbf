package exo.kernel.task;

import exo.kernel.sched.WaitQueue;
import java.util.ArrayDeque;

/** A queue of finished operations: io_setup(2). Owned by the kernel lock. */
public final class AioContext {
  /** struct io_event. */
  public record Event(long data, long operation, long result) {}

  private final int capacity;
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private final WaitQueue readable = new WaitQueue();
  private boolean destroyed;

  /**
   * @param capacity operations that may be finished and not yet collected
   */
  public AioContext(int capacity) {
    this.capacity = capacity;
  }

  public boolean isFull() {
    return events.size() >= capacity;
  }

  public void add(Event event) {
    events.add(event);
    readable.wakeAll();
  }

  public int size() {
    return events.size();
  }

  /** The one that finished first; there is one. */
  public Event take() {
    return events.remove();
  }

  /** Woken when an operation has finished. */
  public WaitQueue readable() {
    return readable;
  }

  public boolean isDestroyed() {
    return destroyed;
  }

  public void destroy() {
    destroyed = true;
    readable.wakeAll();
  }
}
