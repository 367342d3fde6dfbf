package exo.kernel.sched;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entities with deadlines, the earliest first: a binary heap. Owned by the kernel lock. */
final class DeadlineQueue {
  private SchedEntity[] heap = new SchedEntity[8];
  private int size;

  int size() {
    return size;
  }

  @Nullable SchedEntity first() {
    return size == 0 ? null : heap[0];
  }

  /** Adds an entity; its deadline stays as it is until it is removed. */
  void add(SchedEntity e) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    place(e, size++);
    up(e.slot);
  }

  @SuppressWarnings("NullAway") // cleared slots are beyond size
  void remove(SchedEntity e) {
    int at = e.slot;
    SchedEntity last = heap[--size];
    heap[size] = null;
    if (last != e) {
      place(last, at);
      up(at);
      down(last.slot);
    }
  }

  private static boolean before(SchedEntity a, SchedEntity b) {
    return a.deadlineNanos() < b.deadlineNanos();
  }

  private void up(int from) {
    int at = from;
    SchedEntity e = heap[at];
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(e, heap[parent])) {
        break;
      }
      place(heap[parent], at);
      at = parent;
    }
    place(e, at);
  }

  private void down(int from) {
    int at = from;
    SchedEntity e = heap[at];
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], e)) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(e, at);
  }

  private void place(SchedEntity e, int at) {
    heap[at] = e;
    e.slot = at;
  }
}
