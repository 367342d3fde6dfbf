package exo.kernel.sched;

import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Sched;
import exo.kernel.time.TimerQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who runs, and when it stops: wake-ups, turns, quanta and preemption. Where entities wait is
 * {@link Placement}'s, what they ask for {@link SchedulingRequests}'. Times are monotonic
 * nanoseconds. Owned by the kernel lock.
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
  private final Placement placement;
  private final SchedulingRequests requests;
  private final QueueStatistics[] picked = new QueueStatistics[Rank.NONE + 1];

  public Scheduler(int cpuCount, TimerQueue timers) {
    this.timers = timers;
    this.budget = new RealtimeBudget(cpuCount);
    this.placement = new Placement(cpuCount, budget);
    this.requests = new SchedulingRequests(this, placement, timers);
    for (int i = 0; i < picked.length; i++) {
      picked[i] = new QueueStatistics();
    }
  }

  /** Adds a virtual CPU. */
  public VirtualCpu addCpu(int index, VirtualCpu.Host host) {
    return placement.addCpu(index, host);
  }

  public List<VirtualCpu> cpus() {
    return placement.cpus();
  }

  /** Changes of policies, nice values, CPUs and deadlines. */
  public SchedulingRequests requests() {
    return requests;
  }

  TimerQueue timers() {
    return timers;
  }

  // ---- becoming runnable

  /** A new entity wants to run: at once on an idle CPU, else it waits for its turn. */
  public void start(SchedEntity e, long now) {
    VirtualCpu target = placement.idleFor(e);
    placement.put(e, target, false, now);
    callIfIdle(target);
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

  /** A CPU that sleeps does not see by itself what waits for it. */
  private void callIfIdle(@Nullable VirtualCpu target) {
    if (target != null) {
      placement.call(target);
    }
  }

  void enqueue(SchedEntity e, long now) {
    if (mustWait(e)) {
      return;
    }
    VirtualCpu target = target(e, now);
    placement.put(e, target, false, now);
    if (target != null && !placement.call(target)) {
      target.requestReschedule();
    }
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
    VirtualCpu idle = placement.idleFor(e);
    if (idle != null) {
      return idle;
    }
    int rank = e.rank();
    if (rank > Rank.AGED && e.policy != Sched.SCHED_NORMAL) {
      return null;
    }
    List<VirtualCpu> cpus = placement.cpus();
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

  // ---- turns

  /** Takes who is to run on a CPU now, and begins its turn; null if nobody may. */
  public @Nullable SchedEntity pick(VirtualCpu cpu, long now) {
    cpu.rescheduled();
    SchedEntity e = placement.choose(cpu, now);
    if (e == null) {
      return null;
    }
    int rank = e.aged ? Rank.AGED : e.queuedRank;
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

  /** Whether anybody waits who may run on this CPU. */
  public boolean hasWork(VirtualCpu cpu) {
    return placement.hasWork(cpu);
  }

  void chargeRunning(VirtualCpu cpu, SchedEntity e, long now) {
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
    int best = placement.bestRank(cpu, now);
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
    if ((e.affinity & cpu.bit) == 0) {
      enqueue(e, now);
    } else if (!mustWait(e)) {
      VirtualCpu target = placement.idleFor(e);
      placement.put(e, target, e.sliceNanos != 0, now);
      callIfIdle(target);
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
    if (!mustWait(e)) {
      VirtualCpu target = placement.idleFor(e);
      placement.putYielding(e, target, now);
      callIfIdle(target);
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

  /** Brings an entity out of guest code, if it runs on another CPU just now. */
  public void callOut(SchedEntity e) {
    List<VirtualCpu> cpus = placement.cpus();
    for (int i = 0; i < cpus.size(); i++) {
      if (cpus.get(i).running == e) {
        cpus.get(i).callOut();
      }
    }
  }

  /** Takes an entity that ends from whatever queue it is on. */
  public void forget(SchedEntity e) {
    placement.remove(e);
    requests.dropDeadline(e);
  }

  // ---- idle CPUs

  /** A CPU finds nothing to do; called again when it was woken for nothing. */
  public void beginIdle(VirtualCpu cpu, long now) {
    placement.beginIdle(cpu, now);
  }

  public void endIdle(VirtualCpu cpu, long now) {
    placement.endIdle(cpu, now);
  }

  /** Ends the waits of all idle CPUs, to look at timers anew. */
  public void wakeIdle() {
    List<VirtualCpu> cpus = placement.cpus();
    for (int i = 0; i < cpus.size(); i++) {
      if (cpus.get(i).idle) {
        cpus.get(i).host.wake();
      }
    }
  }

  /** The budget of a deadline entity should be used up. */
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

  // ---- statistics

  /** How many wait for a CPU. */
  public int runnable() {
    return placement.size();
  }

  /** How many wait with this rank; any rank of real time stands for all of these. */
  public int runnable(int rank) {
    return placement.size(rank);
  }

  /** What was picked with this rank; any rank of real time stands for all of these. */
  public QueueStatistics picked(int rank) {
    return picked[Rank.isRealtime(rank) ? Rank.AGED - 1 : rank];
  }
}
