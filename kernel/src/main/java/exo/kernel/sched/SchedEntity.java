package exo.kernel.sched;

import exo.kernel.abi.Sched;
import org.jspecify.annotations.Nullable;

/**
 * What a run queue holds: a task, as far as scheduling is concerned. Its owner asks for a policy
 * through {@link Scheduler}; the rest is accounting. Owned by the kernel lock.
 */
public abstract class SchedEntity {
  /** A burst counts as this long at most, so that who stops computing is soon believed: 40 ms. */
  static final long LONGEST_SAMPLE_NANOS = 40_000_000;

  static final long HOT_BELOW_NANOS = 1_000_000;
  static final long COLD_ABOVE_NANOS = 10_000_000;

  // Links of the queue it is on.
  @Nullable SchedEntity next;
  @Nullable SchedEntity previous;
  @Nullable SchedEntity waitsLonger;
  @Nullable SchedEntity waitsShorter;
  @Nullable RunQueue queue;
  int queuedRank;
  int slot;
  long queuedAtNanos;

  // What it asks for.
  int policy = Sched.SCHED_NORMAL;
  int priority;
  int nice;
  int weight = Nice.WEIGHT_OF_ZERO;
  long affinity = -1;
  boolean resetOnFork;
  @Nullable DeadlineServer deadline;

  // What those who wait for it lend.
  int lentRank = Rank.NONE;
  long lentDeadlineNanos = Long.MAX_VALUE;

  // The fair classes.
  @Nullable FairLevel level;
  long virtualNanos;
  private final BurstEstimate bursts = new BurstEstimate();
  private long burstNanos;
  long sliceNanos;
  boolean aged;

  // The present turn.
  @Nullable VirtualCpu cpu;
  @Nullable VirtualCpu lastCpu;
  private long chargedAtNanos;
  private long ranNanos;

  private final CpuSplit split = new CpuSplit();
  private final EntityStatistics statistics = new EntityStatistics();

  /** A CPU begins to run it. */
  final void startTurn(VirtualCpu on, long now) {
    chargedAtNanos = now;
    cpu = on;
  }

  /** Charges the time since the last charge, and answers how much that is. */
  final long charge(long now) {
    long ran = now - chargedAtNanos;
    chargedAtNanos = now;
    ranNanos += ran;
    burstNanos += ran;
    sliceNanos += ran;
    virtualNanos += weight == Nice.WEIGHT_OF_ZERO ? ran : ran * Nice.WEIGHT_OF_ZERO / weight;
    return ran;
  }

  /** The CPU turns to something else; the time is charged. */
  final void endTurn() {
    cpu = null;
  }

  /** A whole quantum is used up, and the burst goes on. */
  final void quantumOver() {
    bursts.sample(Math.min(burstNanos, LONGEST_SAMPLE_NANOS));
    sliceNanos = 0;
    aged = false;
  }

  /** The burst is over: it blocks. */
  final void burstOver() {
    bursts.sample(Math.min(burstNanos, LONGEST_SAMPLE_NANOS));
    burstNanos = 0;
    sliceNanos = 0;
    aged = false;
  }

  /** How urgent it is now, with what it is lent; see {@link Rank}. */
  public final int rank() {
    int own =
        switch (policy) {
          case Sched.SCHED_DEADLINE -> deadlineRank();
          case Sched.SCHED_FIFO, Sched.SCHED_RR -> Rank.ofRealtime(priority);
          default -> aged ? Rank.AGED : fairRank();
        };
    return Math.min(own, lentRank);
  }

  private int deadlineRank() {
    // Without a budget it may still hold what others wait for, but then runs as lent only.
    return deadline != null && deadline.isThrottled() ? Rank.COLD : Rank.DEADLINE;
  }

  /**
   * HOT, NORMAL, COLD or IDLE: from what is expected, or from what the burst has taken already. A
   * new one is HOT until it has shown otherwise.
   */
  private int fairRank() {
    if (policy == Sched.SCHED_IDLE) {
      return Rank.IDLE;
    }
    long expected = Math.max(bursts.predictedNanos(), burstNanos);
    if (expected > COLD_ABOVE_NANOS) {
      return Rank.COLD;
    }
    boolean hot = expected < HOT_BELOW_NANOS && policy == Sched.SCHED_NORMAL;
    return hot ? Rank.HOT : Rank.NORMAL;
  }

  /** Its deadline or one that it is lent, whichever is the earlier; MAX_VALUE is none. */
  final long deadlineNanos() {
    DeadlineServer d = deadline;
    return d == null || d.isThrottled()
        ? lentDeadlineNanos
        : Math.min(d.absoluteDeadlineNanos(), lentDeadlineNanos);
  }

  /** What it may use before its equals have a turn. */
  final long quantumNanos() {
    return policy == Sched.SCHED_RR ? Scheduler.RR_QUANTUM_NANOS : FairQueues.QUANTUM_NANOS;
  }

  /** Its queue, real-time class or {@link Rank#AGED}, as a word. */
  public final String queueName() {
    return Rank.name(rank());
  }

  public final boolean isRunning() {
    return cpu != null;
  }

  public final boolean isQueued() {
    return queue != null;
  }

  /** CPU time used so far, the running turn included, in nanoseconds. */
  public final long cpuNanos(long now) {
    return cpu != null ? ranNanos + (now - chargedAtNanos) : ranNanos;
  }

  /** Ticks that saw it run. */
  public final CpuSplit split() {
    return split;
  }

  /** CPU time used so far, split into user and system time. */
  public final CpuSplit cpuTimes(long now) {
    return split.upTo(cpuNanos(now));
  }

  public final BurstEstimate bursts() {
    return bursts;
  }

  /** CPU time since it last blocked, as of its last charge. */
  public final long burstNanos() {
    return burstNanos;
  }

  /** CPU time divided by its weight, on the scale of its queue. */
  public final long virtualNanos() {
    return virtualNanos;
  }

  public final EntityStatistics statistics() {
    return statistics;
  }

  /** SCHED_*, without SCHED_RESET_ON_FORK. */
  public final int policy() {
    return policy;
  }

  /** 1 to 99 with SCHED_FIFO and SCHED_RR, else 0. */
  public final int realtimePriority() {
    return priority;
  }

  /** -20 to 19. */
  public final int nice() {
    return nice;
  }

  /** The CPUs it may run on, one a bit, as asked for. */
  public final long affinity() {
    return affinity;
  }

  /** SCHED_RESET_ON_FORK: children are not served before others. */
  public final boolean resetsOnFork() {
    return resetOnFork;
  }

  public final void resetOnFork(boolean on) {
    resetOnFork = on;
  }

  /** Runtime, deadline and period with SCHED_DEADLINE, else null. */
  public final @Nullable DeadlineServer deadline() {
    return deadline;
  }

  /** Its runtime of a period is used up; called under the kernel lock. */
  protected void deadlineOverrun() {}

  /** What a new thread or process takes over; it must not be queued yet. */
  public final void inheritScheduling(SchedEntity of) {
    affinity = of.affinity;
    policy = of.policy;
    priority = of.priority;
    nice = of.nice;
    if (of.resetOnFork) {
      if (of.priority != 0 || of.policy == Sched.SCHED_DEADLINE) {
        policy = Sched.SCHED_NORMAL;
        priority = 0;
        nice = 0;
      } else {
        nice = Math.max(0, nice);
      }
    }
    weigh();
    FairLevel place = of.level;
    if (place != null) {
      // A child does not begin with more credit than its maker has.
      level = place;
      virtualNanos = of.virtualNanos;
    }
  }

  final void weigh() {
    weight = policy == Sched.SCHED_IDLE ? Nice.WEIGHT_OF_IDLE : Nice.weight(nice);
  }
}
