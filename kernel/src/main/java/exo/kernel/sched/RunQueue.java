package exo.kernel.sched;

import exo.kernel.abi.KernelBug;
import org.jspecify.annotations.Nullable;

/**
 * Runnable entities in the order they get the CPU: earliest deadline, highest real-time priority,
 * then the {@linkplain FairQueues fair queues}. Adding and picking cost the same however many there
 * are, deadlines aside, and allocate nothing. Owned by the kernel lock.
 */
public final class RunQueue {
  private final DeadlineQueue deadlines = new DeadlineQueue();
  private final RealtimeQueue realtime = new RealtimeQueue();
  private final FairQueues fair = new FairQueues();
  private final RealtimeBudget budget;
  private int size;

  /**
   * @param budget what real-time entities may use
   */
  public RunQueue(RealtimeBudget budget) {
    this.budget = budget;
  }

  /**
   * Adds a runnable entity; it must not be queued.
   *
   * @param first ahead of its equals: it has lost the CPU before its quantum was over
   */
  public void add(SchedEntity e, boolean first, long now) {
    int rank = enter(e, now);
    if (rank == Rank.DEADLINE) {
      deadlines.add(e);
    } else if (rank < Rank.AGED) {
      realtime.add(e, rank, first);
    } else {
      fair.add(e, rank, first);
    }
  }

  /** Adds an entity that yields: behind its equals, a fair one behind everybody. */
  public void addYielding(SchedEntity e, long now) {
    int rank = enter(e, now);
    if (rank == Rank.DEADLINE) {
      deadlines.add(e);
    } else if (rank < Rank.AGED) {
      realtime.add(e, rank, false);
    } else {
      fair.addYielding(e, rank);
    }
  }

  private int enter(SchedEntity e, long now) {
    if (e.queue != null) {
      throw new KernelBug("runnable twice");
    }
    e.aged = false;
    int rank = e.rank();
    e.queue = this;
    e.queuedRank = rank;
    e.queuedAtNanos = now;
    size++;
    return rank;
  }

  /** Takes an entity out; it must be queued here. */
  public void remove(SchedEntity e) {
    if (e.queuedRank == Rank.DEADLINE) {
      deadlines.remove(e);
    } else if (e.queuedRank < Rank.AGED) {
      realtime.remove(e);
    } else {
      fair.remove(e);
    }
    left(e);
  }

  private void left(SchedEntity e) {
    e.queue = null;
    size--;
  }

  /** The rank of what {@link #first} would answer. */
  public int bestRank(long now) {
    if (size == 0) {
      return Rank.NONE;
    }
    if (deadlines.size() != 0) {
      return Rank.DEADLINE;
    }
    return realtimeFirst(now) ? realtime.bestRank() : fair.bestRank(now);
  }

  private boolean realtimeFirst(long now) {
    return realtime.size() != 0 && (fair.isEmpty() || !budget.isSpent(now));
  }

  /** Whose turn it is, or null. */
  public @Nullable SchedEntity first(long now) {
    if (deadlines.size() != 0) {
      return deadlines.first();
    }
    return realtimeFirst(now) ? realtime.first() : fair.first(now);
  }

  /** Takes whose turn it is, or null. */
  public @Nullable SchedEntity pick(long now) {
    SchedEntity e;
    if (deadlines.size() == 0 && !realtimeFirst(now)) {
      e = fair.pick(now);
      if (e != null) {
        left(e);
      }
    } else {
      e = first(now);
      if (e != null) {
        remove(e);
      }
    }
    return e;
  }

  /**
   * One that may run on the given CPU: the most urgent of real time, or who has waited longest of
   * the others; or null.
   */
  @Nullable SchedEntity allowedOn(long cpuBit) {
    SchedEntity e = realtime.allowedOn(cpuBit);
    if (e != null) {
      return e;
    }
    for (e = fair.oldest(); e != null; e = e.waitsShorter) {
      if ((e.affinity & cpuBit) != 0) {
        return e;
      }
    }
    return null;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /** How many wait with this rank: DEADLINE, HOT to IDLE, or any other for all of real time. */
  public int size(int rank) {
    if (rank == Rank.DEADLINE) {
      return deadlines.size();
    }
    return rank >= Rank.HOT ? fair.size(rank) : realtime.size();
  }
}
