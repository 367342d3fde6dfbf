package exo.kernel.sched;

import exo.kernel.abi.KernelBug;
import org.jspecify.annotations.Nullable;

/** Entities in order, linked through themselves. An entity is on one list at most. */
final class EntityList {
  private @Nullable SchedEntity head;
  private @Nullable SchedEntity tail;

  @Nullable SchedEntity first() {
    return head;
  }

  boolean isEmpty() {
    return head == null;
  }

  void addLast(SchedEntity e) {
    SchedEntity before = tail;
    e.previous = before;
    e.next = null;
    if (before == null) {
      head = e;
    } else {
      before.next = e;
    }
    tail = e;
  }

  void addFirst(SchedEntity e) {
    SchedEntity after = head;
    e.previous = null;
    e.next = after;
    if (after == null) {
      tail = e;
    } else {
      after.previous = e;
    }
    head = e;
  }

  /** Takes the first; there is one. */
  SchedEntity removeFirst() {
    SchedEntity e = head;
    if (e == null) {
      throw new KernelBug("the first of no entities");
    }
    SchedEntity after = e.next;
    head = after;
    if (after == null) {
      tail = null;
    } else {
      after.previous = null;
    }
    e.next = null;
    return e;
  }

  void remove(SchedEntity e) {
    SchedEntity before = e.previous;
    SchedEntity after = e.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    e.next = null;
    e.previous = null;
  }
}
