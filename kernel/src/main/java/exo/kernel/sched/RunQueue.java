package exo.kernel.sched;

import exo.kernel.abi.KernelBug;
import org.jspecify.annotations.Nullable;

/** Runnable entities in the order they get the CPU. Owned by the kernel lock. */
public final class RunQueue {
  private @Nullable SchedEntity head;
  private @Nullable SchedEntity tail;
  private int size;

  /** Puts an entity at the end; it must not be queued. */
  public void enqueue(SchedEntity entity) {
    if (entity.queued) {
      throw new KernelBug("runnable twice");
    }
    entity.queued = true;
    entity.nextRunnable = null;
    if (tail == null) {
      head = entity;
    } else {
      tail.nextRunnable = entity;
    }
    tail = entity;
    size++;
  }

  /** Takes the next entity, or null. */
  public @Nullable SchedEntity pick() {
    SchedEntity first = head;
    if (first == null) {
      return null;
    }
    head = first.nextRunnable;
    if (head == null) {
      tail = null;
    }
    first.nextRunnable = null;
    first.queued = false;
    size--;
    return first;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }
}
