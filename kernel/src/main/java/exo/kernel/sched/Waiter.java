package exo.kernel.sched;

import org.jspecify.annotations.Nullable;

/** One place on one {@link WaitQueue}; reused by its owner. Owned by the kernel lock. */
public final class Waiter {
  final Wakeable target;
  @Nullable WaitQueue queue;
  @Nullable Waiter previous;
  @Nullable Waiter next;

  public Waiter(Wakeable target) {
    this.target = target;
  }

  /** Whom it wakes. */
  public Wakeable target() {
    return target;
  }

  public boolean isQueued() {
    return queue != null;
  }

  /** Leaves the queue, if on one. */
  public void leave() {
    WaitQueue q = queue;
    if (q != null) {
      q.remove(this);
    }
  }
}
