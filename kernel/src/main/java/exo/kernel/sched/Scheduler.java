package exo.kernel.sched;

import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Sched;
import exo.kernel.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who runs where, and when it stops: the run queues of all virtual CPUs, wake-ups, quanta and
 * preemption. Entities that may run anywhere wait in one queue, from which every CPU takes; those
 * bound to some CPUs wait for one of these. Times are monotonic nanoseconds. Owned by the kernel
 * lock.
 */
public final class Scheduler {
  /** Quantum of the fair classes. */
  public static final long QUANTUM_NANOS = FairQueues.QUANTUM_NANOS;

  /** Quantum of SCHED_RR. */
  public static final long RR_QUANTUM_NANOS = 100_000_000;

  /** A quantum counts as over when so little is left of it, since ticks are never quite exact. */
  private static final long SLACK_NANOS = 200_000;

  private final TimerQueue timers;
  private final RealtimeBudget budget;
  private final RunQueue shared;
  private final List<VirtualCpu> cpus = new ArrayList<>();
  private final QueueStatistics[] picked = new QueueStatistics[Rank.NONE + 1];
  private final long all;

  /** The CPUs that wait for work and are not called yet, one a bit. */
  private long idle;

  private int queuedOnOwn;

  /** Sum of what deadline entities may use, times 2^20 for each CPU. */
  private long utilisation;

  public Scheduler(int cpuCount, TimerQueue timers) {
    this.timers = timers;
    this.all = cpuCount == Long.SIZE ? -1 : (1L << cpuCount) - 1;
    this.budget = new RealtimeBudget(cpuCount);
    this.shared = new RunQueue(budget);
    for (int i = 0; i < picked.length; i++) {
      picked[i] = new QueueStatistics();
    }
  }

  /** Adds a virtual CPU. */
  public VirtualCpu addCpu(int index, VirtualCpu.Host host) {
    VirtualCpu cpu = new VirtualCpu(index, host, budget);
    cpus.add(cpu);
    return cpu;
  }

  public List<VirtualCpu> cpus() {
    return cpus;
  }

  TimerQueue timers() {
    return timers;
  }

  // ---- becoming runnable

  /** A new entity wants to run: at once on an idle CPU, else it waits for its turn. */
  public void start(SchedEntity e, long now) {
    VirtualCpu target = (idle & e.affinity) == 0 ? null : idleFor(e);
    put(e, target, false, now);
    if (target != null) {
      call(target);
    }
  }

  /** The wait of an entity is over, or its stop: it wants to run. */
  public void wake(SchedEntity e, long now) {
    e.statistics().wakeUps++;
    DeadlineServer d = e.deadline;
    if (d != null) {
      d.woken(now);
    }
    enqueue(e, now);
  }

  private void enqueue(SchedEntity e, long now) {
    if (mustWait(e)) {
      return;
    }
    VirtualCpu target = target(e, now);
    put(e, target, false, now);
    if (target != null) {
      if ((idle & target.bit) != 0) {
        call(target);
      } else {
        target.requestReschedule();
      }
    }
  }

  private void call(VirtualCpu idleOne) {
    idle &= ~idleOne.bit;
    idleOne.host.wake();
  }

  /** Throttled, and nothing lent: it waits for its next period. */
  private static boolean mustWait(SchedEntity e) {
    DeadlineServer d = e.deadline;
    if (d == null || !d.isThrottled() || e.lentRank != Rank.NONE) {
      return false;
    }
    d.waits = true;
    return true;
  }

  /**
   * The CPU that should run it at once: an idle one, or the one that runs what is least urgent if
   * that is less urgent than this. Null if it has to wait.
   */
  private @Nullable VirtualCpu target(SchedEntity e, long now) {
    if ((idle & e.affinity) != 0) {
      return idleFor(e);
    }
    int rank = e.rank();
    if (rank > Rank.AGED && e.policy != Sched.SCHED_NORMAL) {
      return null;
    }
    VirtualCpu worst = null;
    SchedEntity least = e;
    int leastRank = rank;
    for (int i = 0; i < cpus.size(); i++) {
      VirtualCpu c = cpus.get(i);
      SchedEntity r = c.running;
      if (r != null && (c.bit & e.affinity) != 0 && !c.needsReschedule()) {
        chargeRunning(c, r, now);
        int other = r.rank();
        if (other > leastRank || (other == Rank.DEADLINE && earlier(least, r))) {
          worst = c;
          least = r;
          leastRank = other;
        }
      }
    }
    return worst;
  }

  private static boolean earlier(SchedEntity a, SchedEntity b) {
    return a.rank() == Rank.DEADLINE && a.deadlineNanos() < b.deadlineNanos();
  }

  private @Nullable VirtualCpu idleFor(SchedEntity e) {
    VirtualCpu found = null;
    for (int i = 0; i < cpus.size(); i++) {
      VirtualCpu c = cpus.get(i);
      if ((idle & e.affinity & c.bit) != 0 && (found == null || c == e.lastCpu)) {
        found = c;
      }
    }
    return found;
  }

  private void put(SchedEntity e, @Nullable VirtualCpu target, boolean first, long now) {
    if ((e.affinity & all) == all) {
      shared.add(e, first, now);
    } else {
      ownQueue(e, target).add(e, first, now);
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

  // ---- turns

  /** Takes who is to run on a CPU now, and begins its turn; null if nobody may. */
  public @Nullable SchedEntity pick(VirtualCpu cpu, long now) {
    cpu.rescheduled();
    SchedEntity e = choose(cpu, now);
    if (e == null) {
      return null;
    }
    int rank = e.rank();
    long waited = now - e.queuedAtNanos;
    if (e.sliceNanos >= e.quantumNanos()) {
      e.sliceNanos = 0;
    }
    picked[Rank.isRealtime(rank) ? Rank.AGED - 1 : rank].picked(waited);
    EntityStatistics s = e.statistics();
    s.turns++;
    s.waitNanos += waited;
    if (waited > s.longestWaitNanos) {
      s.longestWaitNanos = waited;
    }
    if (e.lastCpu != cpu) {
      if (e.lastCpu != null) {
        s.migrations++;
      }
      e.lastCpu = cpu;
    }
    cpu.turns++;
    cpu.waitNanos += waited;
    cpu.running = e;
    e.startTurn(cpu, now);
    DeadlineServer d = e.deadline;
    if (d != null && !d.isThrottled()) {
      timers.arm(d, d.budgetEnd(now));
    }
    return e;
  }

  private @Nullable SchedEntity choose(VirtualCpu cpu, long now) {
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

  /** An idle CPU takes what waits for another. */
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
  private int bestRank(VirtualCpu cpu, long now) {
    int rank = shared.bestRank(now);
    return queuedOnOwn == 0 ? rank : Math.min(rank, cpu.own.bestRank(now));
  }

  /** Whether anybody waits who may run on this CPU. */
  public boolean hasWork(VirtualCpu cpu) {
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

  private void chargeRunning(VirtualCpu cpu, SchedEntity e, long now) {
    long ran = e.charge(now);
    cpu.runNanos += ran;
    if (e.policy == Sched.SCHED_FIFO || e.policy == Sched.SCHED_RR) {
      budget.ran(ran, now);
    }
    DeadlineServer d = e.deadline;
    if (d != null && d.ran(ran, now)) {
      cpu.requestReschedule();
    }
  }

  /**
   * The clock ticks for what runs on a CPU.
   *
   * @return whether it is to be put back
   */
  public boolean tick(VirtualCpu cpu, long now) {
    SchedEntity e = cpu.running;
    if (e == null) {
      return false;
    }
    chargeRunning(cpu, e, now);
    boolean over = e.sliceNanos >= e.quantumNanos() - SLACK_NANOS;
    if (over) {
      e.quantumOver();
    }
    if (cpu.needsReschedule()) {
      return true;
    }
    int best = bestRank(cpu, now);
    int mine = e.rank();
    if (Rank.isRealtime(mine) && Rank.isFair(best) && best != Rank.NONE) {
      return budget.isSpent(now);
    }
    if (best == mine) {
      return over && e.policy != Sched.SCHED_FIFO;
    }
    return best < mine && (best != Rank.AGED || over);
  }

  /**
   * When the quantum of what runs on this CPU will be over, as of its last charge; MAX_VALUE if
   * nobody waits for that.
   */
  public long quantumEnd(VirtualCpu cpu, long now) {
    SchedEntity e = cpu.running;
    return e == null || !hasWork(cpu) ? Long.MAX_VALUE : now + e.quantumNanos() - e.sliceNanos;
  }

  /** Whether what runs is to be put back at once, because of what happened since it was picked. */
  public boolean mustReschedule(VirtualCpu cpu) {
    SchedEntity e = cpu.running;
    if (!cpu.needsReschedule() || e == null) {
      return false;
    }
    DeadlineServer d = e.deadline;
    boolean stays = (d == null || !d.isThrottled()) && (e.affinity & cpu.bit) != 0;
    if (stays && !hasWork(cpu)) {
      cpu.rescheduled();
      return false;
    }
    return true;
  }

  /** Whether sched_yield(2) of what runs leaves the CPU to somebody, or to nobody for a while. */
  public boolean yieldMatters(VirtualCpu cpu) {
    SchedEntity e = cpu.running;
    return hasWork(cpu) || (e != null && e.policy == Sched.SCHED_DEADLINE);
  }

  /** Makes what runs an entity, if a CPU does, come out of guest code. */
  public static void interrupt(SchedEntity e) {
    VirtualCpu cpu = e.cpu;
    if (cpu != null) {
      cpu.host.interrupt();
    }
  }

  /** What ran lost the CPU and still wants it. */
  public void preempted(VirtualCpu cpu, long now) {
    SchedEntity e = stop(cpu, now);
    e.statistics().involuntarySwitches++;
    cpu.preemptions++;
    if (!mustWait(e)) {
      put(e, null, e.sliceNanos != 0, now);
    }
  }

  /** What ran lets others go first. */
  public void yielded(VirtualCpu cpu, long now) {
    SchedEntity e = stop(cpu, now);
    e.statistics().involuntarySwitches++;
    cpu.yields++;
    DeadlineServer d = e.deadline;
    if (d != null && !d.isThrottled()) {
      d.throttle();
    }
    if (mustWait(e)) {
      return;
    }
    if ((e.affinity & all) == all) {
      shared.addYielding(e, now);
    } else {
      ownQueue(e, null).addYielding(e, now);
      queuedOnOwn++;
    }
  }

  /** What ran waits for something. */
  public void blocked(VirtualCpu cpu, long now) {
    SchedEntity e = stop(cpu, now);
    e.statistics().voluntarySwitches++;
    e.burstOver();
  }

  /** What ran is gone, or stopped. */
  public void left(VirtualCpu cpu, long now) {
    stop(cpu, now).burstOver();
  }

  private SchedEntity stop(VirtualCpu cpu, long now) {
    SchedEntity e = cpu.running;
    if (e == null) {
      throw new KernelBug("a CPU stops running nobody");
    }
    chargeRunning(cpu, e, now);
    e.endTurn();
    cpu.running = null;
    DeadlineServer d = e.deadline;
    if (d != null && !d.isThrottled()) {
      timers.cancel(d);
    }
    return e;
  }

  /** Takes an entity that ends from whatever queue it is on. */
  public void forget(SchedEntity e) {
    dequeue(e);
    dropDeadline(e);
  }

  private boolean dequeue(SchedEntity e) {
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

  // ---- idle CPUs

  /** A CPU finds nothing to do; called again when it was woken for nothing. */
  public void beginIdle(VirtualCpu cpu, long now) {
    idle |= cpu.bit;
    cpu.beginIdle(now);
  }

  public void endIdle(VirtualCpu cpu, long now) {
    idle &= ~cpu.bit;
    cpu.endIdle(now);
  }

  /** Ends the waits of all idle CPUs, to look at timers anew. */
  public void wakeIdle() {
    for (int i = 0; i < cpus.size(); i++) {
      if (cpus.get(i).idle) {
        cpus.get(i).host.wake();
      }
    }
  }

  // ---- deadlines

  static long utilisation(long runtimeNanos, long periodNanos) {
    return (long) ((double) runtimeNanos / periodNanos * (1 << 20));
  }

  void budgetEnded(SchedEntity e, long now) {
    VirtualCpu cpu = e.cpu;
    if (cpu != null) {
      chargeRunning(cpu, e, now);
      DeadlineServer d = e.deadline;
      if (d != null && !d.isThrottled()) {
        timers.arm(d, d.budgetEnd(now));
      }
    }
  }

  /** The next period of one that was throttled begins. */
  void replenish(SchedEntity e, long now) {
    change(
        e,
        () -> {
          DeadlineServer d = e.deadline;
          if (d != null) {
            d.replenish(now);
          }
        },
        now);
  }

  // ---- what entities ask for

  /** Changes something that queues depend on, wherever the entity is. */
  private void change(SchedEntity e, Runnable deed, long now) {
    DeadlineServer d = e.deadline;
    boolean wants = dequeue(e) || (d != null && d.waits);
    if (d != null) {
      d.waits = false;
    }
    VirtualCpu cpu = e.cpu;
    if (cpu != null) {
      chargeRunning(cpu, e, now);
    }
    deed.run();
    e.weigh();
    if (wants) {
      enqueue(e, now);
    } else if (cpu != null && ((e.affinity & cpu.bit) == 0 || bestRank(cpu, now) < e.rank())) {
      cpu.requestReschedule();
    }
  }

  /** Sets one of the policies without parameters of their own; the priority is 0 for fair ones. */
  public void policy(SchedEntity e, int policy, int priority, long now) {
    change(
        e,
        () -> {
          dropDeadline(e);
          e.policy = policy;
          e.priority = priority;
        },
        now);
  }

  private void dropDeadline(SchedEntity e) {
    DeadlineServer d = e.deadline;
    if (d != null) {
      timers.cancel(d);
      utilisation -= d.utilisation();
      e.deadline = null;
    }
  }

  /**
   * Sets SCHED_DEADLINE.
   *
   * @return false if the CPUs cannot bear it beside what they have promised others
   */
  public boolean deadline(
      SchedEntity e, long runtime, long deadline, long period, long flags, long now) {
    DeadlineServer old = e.deadline;
    long sum = utilisation - (old == null ? 0 : old.utilisation()) + utilisation(runtime, period);
    long bearable =
        utilisation(RealtimeBudget.RUNTIME_NANOS, RealtimeBudget.PERIOD_NANOS) * Long.bitCount(all);
    if (sum > bearable) {
      return false;
    }
    change(
        e,
        () -> {
          dropDeadline(e);
          utilisation = sum;
          e.policy = Sched.SCHED_DEADLINE;
          e.priority = 0;
          e.deadline = new DeadlineServer(this, e, runtime, deadline, period, flags, now);
        },
        now);
    DeadlineServer d = e.deadline;
    if (e.cpu != null && d != null) {
      timers.arm(d, d.budgetEnd(now));
    }
    return true;
  }

  /** Sets a nice value, -20 to 19. */
  public void nice(SchedEntity e, int nice, long now) {
    change(e, () -> e.nice = nice, now);
  }

  /** Sets the CPUs an entity may run on; at least one of them is there. */
  public void affinity(SchedEntity e, long mask, long now) {
    change(e, () -> e.affinity = mask, now);
  }

  /**
   * Lends an entity the urgency of the most urgent that waits for what it holds.
   *
   * @param lender null takes it back
   */
  public void lend(SchedEntity e, @Nullable SchedEntity lender, long now) {
    int own = lender == null ? Rank.NONE : lender.rank();
    int rank = own == Rank.AGED ? Rank.HOT : own;
    long deadline =
        rank == Rank.DEADLINE && lender != null ? lender.deadlineNanos() : Long.MAX_VALUE;
    if (rank == e.lentRank && deadline == e.lentDeadlineNanos) {
      return;
    }
    change(
        e,
        () -> {
          e.lentRank = rank;
          e.lentDeadlineNanos = deadline;
        },
        now);
  }

  // ---- statistics

  /** How many wait for a CPU. */
  public int runnable() {
    int sum = shared.size();
    for (int i = 0; queuedOnOwn != 0 && i < cpus.size(); i++) {
      sum += cpus.get(i).own.size();
    }
    return sum;
  }

  /** How many wait with this rank; any rank of real time stands for all of these. */
  public int runnable(int rank) {
    int sum = shared.size(rank);
    for (VirtualCpu c : cpus) {
      sum += c.own.size(rank);
    }
    return sum;
  }

  /** What was picked with this rank; any rank of real time stands for all of these. */
  public QueueStatistics picked(int rank) {
    return picked[Rank.isRealtime(rank) ? Rank.AGED - 1 : rank];
  }

  /** Parts of one CPU promised to deadline entities, times 2^20. */
  public long promised() {
    return utilisation;
  }
}
