package exo.kernel.sched;

import org.jspecify.annotations.Nullable;

/**
 * The queues HOT, NORMAL, COLD and IDLE, served in that order, and the age of everybody in them.
 *
 * <p>Ageing: at most once in {@link #AGED_TURN_NANOS} the one that has waited longest, if it has
 * waited for {@link #AGE_NANOS}, goes before HOT and keeps the CPU for a quantum. Since who comes
 * later stands behind it, an entity that finds n others waiting runs after at most AGE_NANOS + (n +
 * 1) * (AGED_TURN_NANOS + QUANTUM_NANOS) of the time that real-time entities leave, whatever the
 * others do and whatever their nice values are. Owned by the kernel lock.
 */
final class FairQueues {
  static final long QUANTUM_NANOS = 10_000_000;

  /** From this wait on an entity is aged: 1 s. */
  static final long AGE_NANOS = 1_000_000_000;

  /** Turns of the aged begin so far apart at least: 100 ms, or a tenth of the CPU. */
  static final long AGED_TURN_NANOS = 100_000_000;

  private static final int LEVELS = Rank.IDLE - Rank.HOT + 1;

  private final FairLevel[] levels = new FairLevel[LEVELS];
  private final int[] sizes = new int[LEVELS];

  /** Bit i: level i is not empty. */
  private int ready;

  // Everybody by the time of queueing.
  private @Nullable SchedEntity oldest;
  private @Nullable SchedEntity youngest;

  private long nextAgedTurn = Long.MIN_VALUE;

  FairQueues() {
    for (int i = 0; i < LEVELS; i++) {
      levels[i] = new FairLevel(Rank.HOT + i);
    }
  }

  boolean isEmpty() {
    return ready == 0;
  }

  /** How many wait in one queue. */
  int size(int rank) {
    return sizes[rank - Rank.HOT];
  }

  /** Adds an entity; {@code queuedAtNanos} in it says since when it waits. */
  void add(SchedEntity e, int rank, boolean first) {
    link(e);
    levels[rank - Rank.HOT].add(e, first);
    added(rank);
  }

  /** Adds an entity that yields: behind everybody but SCHED_IDLE. */
  void addYielding(SchedEntity e, int rank) {
    link(e);
    int last = 31 - Integer.numberOfLeadingZeros(ready & ~(1 << (LEVELS - 1)) | 1);
    int level = Math.max(rank - Rank.HOT, last);
    levels[level].addBehindAll(e);
    added(Rank.HOT + level);
  }

  private void added(int rank) {
    int i = rank - Rank.HOT;
    if (sizes[i] == 0) {
      ready |= 1 << i;
    }
    sizes[i]++;
  }

  void remove(SchedEntity e) {
    unlink(e);
    FairLevel level = e.level;
    if (level == null) {
      return;
    }
    level.remove(e);
    removed(level.rank - Rank.HOT);
  }

  private void removed(int i) {
    sizes[i]--;
    if (sizes[i] == 0) {
      ready &= ~(1 << i);
    }
  }

  private boolean agedTurn(long now) {
    SchedEntity e = oldest;
    return e != null && now - e.queuedAtNanos >= AGE_NANOS && now >= nextAgedTurn;
  }

  /** What {@link #first} would answer has this rank; AGED when somebody is. */
  int bestRank(long now) {
    if (agedTurn(now)) {
      return Rank.AGED;
    }
    return ready == 0 ? Rank.NONE : Rank.HOT + Integer.numberOfTrailingZeros(ready);
  }

  /** Whose turn it is, or null. */
  @Nullable SchedEntity first(long now) {
    if (agedTurn(now)) {
      return oldest;
    }
    return ready == 0 ? null : levels[Integer.numberOfTrailingZeros(ready)].first();
  }

  /** Takes whose turn it is, or null. */
  @Nullable SchedEntity pick(long now) {
    SchedEntity e = oldest;
    if (e != null && agedTurn(now)) {
      nextAgedTurn = now + AGED_TURN_NANOS;
      e.aged = true;
      remove(e);
      return e;
    }
    if (ready == 0) {
      return null;
    }
    int i = Integer.numberOfTrailingZeros(ready);
    e = levels[i].pick();
    unlink(e);
    removed(i);
    return e;
  }

  /** Who waits longest, or null. */
  @Nullable SchedEntity oldest() {
    return oldest;
  }

  private void link(SchedEntity e) {
    SchedEntity after = youngest;
    e.waitsLonger = after;
    e.waitsShorter = null;
    if (after == null) {
      oldest = e;
    } else {
      after.waitsShorter = e;
    }
    youngest = e;
  }

  private void unlink(SchedEntity e) {
    SchedEntity longer = e.waitsLonger;
    SchedEntity shorter = e.waitsShorter;
    if (longer == null) {
      oldest = shorter;
    } else {
      longer.waitsShorter = shorter;
    }
    if (shorter == null) {
      youngest = longer;
    } else {
      shorter.waitsLonger = longer;
    }
    e.waitsLonger = null;
    e.waitsShorter = null;
  }
}
