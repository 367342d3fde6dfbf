package exo.kernel.sched;

import org.jspecify.annotations.Nullable;

/**
 * One of the queues HOT, NORMAL, COLD and IDLE: a wheel of 64 slots of virtual time. An entity's
 * virtual time is its CPU time divided by its weight, so whoever has had the least of its share
 * stands in the earliest slot; within a slot it is first come, first served. Finding the earliest
 * slot that is not empty is one look at a word of 64 bits. Owned by the kernel lock.
 */
final class FairLevel {
  private static final int SLOTS = 64;

  /** A slot is 2^24 ns of virtual time, 16.8 ms; the wheel reaches a second ahead. */
  private static final int SLOT_SHIFT = 24;

  final int rank;
  private final EntityList[] slots = new EntityList[SLOTS];
  private long occupied;

  /** The slot, counted from the beginning of time, before which nobody stands. */
  private long earliest;

  FairLevel(int rank) {
    this.rank = rank;
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new EntityList();
    }
  }

  /** Where this queue's virtual time stands, nanoseconds. */
  private long virtualNanos() {
    return earliest << SLOT_SHIFT;
  }

  /**
   * Adds an entity. It keeps its lead over those with a larger claim when it comes from another
   * queue, and gains nothing by having slept.
   *
   * @param first ahead of the others of its slot: it has not used its quantum up
   */
  void add(SchedEntity e, boolean first) {
    FairLevel from = e.level;
    if (from != null && from != this) {
      e.virtualNanos += virtualNanos() - from.virtualNanos();
    }
    e.level = this;
    long slot = e.virtualNanos >>> SLOT_SHIFT;
    if (slot < earliest || e.virtualNanos < 0) {
      slot = earliest;
      e.virtualNanos = slot << SLOT_SHIFT;
    } else if (slot >= earliest + SLOTS) {
      slot = earliest + SLOTS - 1;
      e.virtualNanos = slot << SLOT_SHIFT;
    }
    insert(e, slot, first);
  }

  /** Adds an entity behind everybody. */
  void addBehindAll(SchedEntity e) {
    add(e, false);
    // Rotated right by the first slot, the highest bit is the last slot in use.
    int ahead = 63 - Long.numberOfLeadingZeros(Long.rotateRight(occupied, (int) earliest));
    long slot = earliest + ahead;
    remove(e);
    if (slot != e.virtualNanos >>> SLOT_SHIFT) {
      e.virtualNanos = slot << SLOT_SHIFT;
    }
    insert(e, slot, false);
  }

  private void insert(SchedEntity e, long slot, boolean first) {
    int index = (int) slot & (SLOTS - 1);
    e.slot = index;
    EntityList list = slots[index];
    if (list.isEmpty()) {
      occupied |= 1L << index;
    }
    if (first) {
      list.addFirst(e);
    } else {
      list.addLast(e);
    }
  }

  void remove(SchedEntity e) {
    EntityList list = slots[e.slot];
    list.remove(e);
    if (list.isEmpty()) {
      occupied &= ~(1L << e.slot);
    }
  }

  /** Who has the largest claim, or null. Virtual time moves on to it. */
  @Nullable SchedEntity first() {
    return occupied == 0 ? null : slots[earliestSlot()].first();
  }

  /** Takes who has the largest claim; there is somebody. Virtual time moves on to it. */
  SchedEntity pick() {
    int index = earliestSlot();
    EntityList list = slots[index];
    SchedEntity e = list.removeFirst();
    if (list.isEmpty()) {
      occupied &= ~(1L << index);
    }
    return e;
  }

  private int earliestSlot() {
    earliest += Long.numberOfTrailingZeros(Long.rotateRight(occupied, (int) earliest));
    return (int) earliest & (SLOTS - 1);
  }
}
