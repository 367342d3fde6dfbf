package exo.kernel.sched;

import org.jspecify.annotations.Nullable;

/**
 * SCHED_FIFO and SCHED_RR: a list for each priority. Source: sched(7). Owned by the kernel lock.
 */
final class RealtimeQueue {
  private static final int WORD = 64;

  /** By rank: 1 is priority 99. */
  private final EntityList[] lists = new EntityList[Rank.AGED];

  private final long[] occupied = new long[2];
  private int size;

  RealtimeQueue() {
    for (int i = 0; i < lists.length; i++) {
      lists[i] = new EntityList();
    }
  }

  int size() {
    return size;
  }

  void add(SchedEntity e, int rank, boolean first) {
    e.slot = rank;
    if (first) {
      lists[rank].addFirst(e);
    } else {
      lists[rank].addLast(e);
    }
    occupied[rank / WORD] |= 1L << (rank % WORD);
    size++;
  }

  void remove(SchedEntity e) {
    int rank = e.slot;
    lists[rank].remove(e);
    if (lists[rank].isEmpty()) {
      occupied[rank / WORD] &= ~(1L << (rank % WORD));
    }
    size--;
  }

  int bestRank() {
    if (occupied[0] != 0) {
      return Long.numberOfTrailingZeros(occupied[0]);
    }
    return occupied[1] == 0 ? Rank.NONE : WORD + Long.numberOfTrailingZeros(occupied[1]);
  }

  @Nullable SchedEntity first() {
    return size == 0 ? null : lists[bestRank()].first();
  }

  /** The most urgent that may run on the given CPU, or null. */
  @Nullable SchedEntity allowedOn(long cpuBit) {
    for (int rank = bestRank(); size != 0 && rank < lists.length; rank++) {
      for (SchedEntity e = lists[rank].first(); e != null; e = e.next) {
        if ((e.affinity & cpuBit) != 0) {
          return e;
        }
      }
    }
    return null;
  }
}
