package exo.kernel.sched;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where runnable entities wait, and which CPU takes them. Those that may run anywhere wait in one
 * queue, from which every CPU takes, so that the load balances by itself; those bound to some CPUs
 * wait for one of these, and an idle one takes what waits for another. Owned by the kernel lock.
 */
final class Placement {
  private final RealtimeBudget budget;
  private final RunQueue shared;
  private final List<VirtualCpu> cpus = new ArrayList<>();
  private final long all;

  /** The CPUs that wait for work and are not called yet, one a bit. */
  private long idle;

  private int queuedOnOwn;

  Placement(int cpuCount, RealtimeBudget budget) {
    this.all = cpuCount == Long.SIZE ? -1 : (1L << cpuCount) - 1;
    this.budget = budget;
    this.shared = new RunQueue(budget);
  }

  VirtualCpu addCpu(int index, VirtualCpu.Host host) {
    VirtualCpu cpu = new VirtualCpu(index, host, budget);
    cpus.add(cpu);
    return cpu;
  }

  List<VirtualCpu> cpus() {
    return cpus;
  }

  /** How many CPUs the machine has, also while some are still starting. */
  int cpuCount() {
    return Long.bitCount(all);
  }

  // ---- waiting

  /**
   * Queues an entity.
   *
   * @param target the CPU that is to take it, if one is known
   * @param first ahead of its equals
   */
  void put(SchedEntity e, @Nullable VirtualCpu target, boolean first, long now) {
    if ((e.affinity & all) == all) {
      shared.add(e, first, now);
    } else {
      ownQueue(e, target).add(e, first, now);
      queuedOnOwn++;
    }
  }

  /** Queues an entity behind all others of its kind. */
  void putYielding(SchedEntity e, @Nullable VirtualCpu target, long now) {
    if ((e.affinity & all) == all) {
      shared.addYielding(e, now);
    } else {
      ownQueue(e, target).addYielding(e, now);
      queuedOnOwn++;
    }
  }

  /** Where an entity bound to some CPUs waits: at its target, or where the fewest wait. */
  private RunQueue ownQueue(SchedEntity e, @Nullable VirtualCpu target) {
    if (target != null) {
      return target.own;
    }
    RunQueue best = null;
    for (int i = 0; i < cpus.size(); i++) {
      VirtualCpu c = cpus.get(i);
      if ((c.bit & e.affinity) != 0 && (best == null || c.own.size() < best.size())) {
        best = c.own;
      }
    }
    return best == null ? shared : best;
  }

  /**
   * Takes an entity from the queue it is on.
   *
   * @return whether it was on one
   */
  boolean remove(SchedEntity e) {
    RunQueue q = e.queue;
    if (q == null) {
      return false;
    }
    q.remove(e);
    if (q != shared) {
      queuedOnOwn--;
    }
    return true;
  }

  // ---- taking

  /** Takes who is to run on a CPU now, or null. */
  @Nullable SchedEntity choose(VirtualCpu cpu, long now) {
    if (queuedOnOwn == 0) {
      return shared.pick(now);
    }
    RunQueue from = better(cpu, now);
    SchedEntity e = from.pick(now);
    if (e == null) {
      e = takeFromOthers(cpu);
    } else if (from == cpu.own) {
      queuedOnOwn--;
    }
    return e;
  }

  private RunQueue better(VirtualCpu cpu, long now) {
    int ours = cpu.own.bestRank(now);
    int theirs = shared.bestRank(now);
    if (ours != theirs) {
      return ours < theirs ? cpu.own : shared;
    }
    SchedEntity a = cpu.own.first(now);
    SchedEntity b = shared.first(now);
    if (a == null || b == null) {
      return shared;
    }
    boolean own =
        ours == Rank.DEADLINE
            ? a.deadlineNanos() <= b.deadlineNanos()
            : a.queuedAtNanos <= b.queuedAtNanos;
    return own ? cpu.own : shared;
  }

  private @Nullable SchedEntity takeFromOthers(VirtualCpu cpu) {
    for (int i = 0; i < cpus.size(); i++) {
      VirtualCpu other = cpus.get(i);
      SchedEntity e = other == cpu ? null : other.own.allowedOn(cpu.bit);
      if (e != null) {
        other.own.remove(e);
        queuedOnOwn--;
        cpu.taken++;
        return e;
      }
    }
    return null;
  }

  /** The rank of the best that waits and may run here. */
  int bestRank(VirtualCpu cpu, long now) {
    int rank = shared.bestRank(now);
    return queuedOnOwn == 0 ? rank : Math.min(rank, cpu.own.bestRank(now));
  }

  /** Whether anybody waits who may run on this CPU. */
  boolean hasWork(VirtualCpu cpu) {
    if (!shared.isEmpty() || !cpu.own.isEmpty()) {
      return true;
    }
    for (int i = 0; queuedOnOwn != 0 && i < cpus.size(); i++) {
      if (cpus.get(i).own.allowedOn(cpu.bit) != null) {
        return true;
      }
    }
    return false;
  }

  // ---- idle CPUs

  /** An idle CPU for an entity, its last one if that is idle; or null. */
  @Nullable VirtualCpu idleFor(SchedEntity e) {
    if ((idle & e.affinity) == 0) {
      return null;
    }
    VirtualCpu found = null;
    for (int i = 0; i < cpus.size(); i++) {
      VirtualCpu c = cpus.get(i);
      if ((idle & e.affinity & c.bit) != 0 && (found == null || c == e.lastCpu)) {
        found = c;
      }
    }
    return found;
  }

  /**
   * Calls a CPU that idles.
   *
   * @return false if it does not, or is called already
   */
  boolean call(VirtualCpu cpu) {
    if ((idle & cpu.bit) == 0) {
      return false;
    }
    idle &= ~cpu.bit;
    cpu.host.wake();
    return true;
  }

  void beginIdle(VirtualCpu cpu, long now) {
    idle |= cpu.bit;
    cpu.beginIdle(now);
  }

  void endIdle(VirtualCpu cpu, long now) {
    idle &= ~cpu.bit;
    cpu.endIdle(now);
  }

  // ---- statistics

  /** How many wait for a CPU. */
  int size() {
    int sum = shared.size();
    for (int i = 0; queuedOnOwn != 0 && i < cpus.size(); i++) {
      sum += cpus.get(i).own.size();
    }
    return sum;
  }

  /** How many wait with this rank; any rank of real time stands for all of these. */
  int size(int rank) {
    int sum = shared.size(rank);
    for (VirtualCpu c : cpus) {
      sum += c.own.size(rank);
    }
    return sum;
  }
}
