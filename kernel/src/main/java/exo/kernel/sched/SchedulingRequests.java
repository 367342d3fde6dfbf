package exo.kernel.sched;

import exo.kernel.abi.Sched;
import exo.kernel.time.TimerQueue;
import org.jspecify.annotations.Nullable;

/**
 * What entities ask for: a policy, a nice value, CPUs, deadlines, and the urgency that those who
 * wait for a lock lend to its owner. Each changes a place in the queues, so each takes the entity
 * out of its queue, if it is on one, and puts it back. Times are monotonic nanoseconds. Owned by
 * the kernel lock.
 */
public final class SchedulingRequests {
  private final Scheduler scheduler;
  private final Placement placement;
  private final TimerQueue timers;

  /** Sum of what deadline entities may use, times 2^20 for each CPU. */
  private long utilisation;

  SchedulingRequests(Scheduler scheduler, Placement placement, TimerQueue timers) {
    this.scheduler = scheduler;
    this.placement = placement;
    this.timers = timers;
  }

  /** Changes something that queues depend on, wherever the entity is. */
  private void change(SchedEntity e, Runnable deed, long now) {
    DeadlineServer d = e.deadline;
    boolean wants = placement.remove(e) || (d != null && d.waits);
    if (d != null) {
      d.waits = false;
    }
    VirtualCpu cpu = e.cpu;
    if (cpu != null) {
      scheduler.chargeRunning(cpu, e, now);
    }
    deed.run();
    e.weigh();
    if (wants) {
      scheduler.enqueue(e, now);
    } else if (cpu != null
        && ((e.affinity & cpu.bit) == 0 || placement.bestRank(cpu, now) < e.rank())) {
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

  // ---- deadlines

  static long utilisation(long runtimeNanos, long periodNanos) {
    return (long) ((double) runtimeNanos / periodNanos * (1 << 20));
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
    long bearable = utilisation(RealtimeBudget.RUNTIME_NANOS, RealtimeBudget.PERIOD_NANOS);
    if (sum > bearable * placement.cpuCount()) {
      return false;
    }
    change(
        e,
        () -> {
          dropDeadline(e);
          utilisation = sum;
          e.policy = Sched.SCHED_DEADLINE;
          e.priority = 0;
          e.deadline = new DeadlineServer(scheduler, e, runtime, deadline, period, flags, now);
        },
        now);
    DeadlineServer d = e.deadline;
    if (e.cpu != null && d != null) {
      timers.arm(d, d.budgetEnd(now));
    }
    return true;
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

  void dropDeadline(SchedEntity e) {
    DeadlineServer d = e.deadline;
    if (d != null) {
      timers.cancel(d);
      utilisation -= d.utilisation();
      e.deadline = null;
    }
  }

  /** Parts of one CPU promised to deadline entities, times 2^20. */
  public long promised() {
    return utilisation;
  }
}
