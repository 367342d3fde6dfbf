package exo.kernel.sched;

import org.jspecify.annotations.Nullable;

/** One virtual CPU, as far as scheduling is concerned. Owned by the kernel lock. */
public final class VirtualCpu {
  /** The machinery behind a virtual CPU. */
  public interface Host {
    /** Makes it come out of guest code soon. */
    void interrupt();

    /** Makes it come out of guest code, and waits until it has. */
    void callOut();

    /** Ends its wait for work. */
    void wake();
  }

  final int index;
  final long bit;
  final Host host;

  /** Those who may run on some CPUs only, and wait for this one. */
  final RunQueue own;

  @Nullable SchedEntity running;
  boolean idle;
  private boolean inGuest;
  private boolean reschedule;

  // Statistics.
  private long idleSinceNanos;
  private long idleNanos;
  long turns;
  long yields;
  long preemptions;
  long taken;
  long runNanos;
  long waitNanos;

  VirtualCpu(int index, Host host, RealtimeBudget budget) {
    this.index = index;
    this.bit = 1L << index;
    this.host = host;
    this.own = new RunQueue(budget);
  }

  /** Its number as programs see it, from 0. */
  public int index() {
    return index;
  }

  /** Whom it runs, or null. */
  public @Nullable SchedEntity running() {
    return running;
  }

  /** Something more urgent waits: what runs is to be put back at the next chance. */
  public void requestReschedule() {
    if (!reschedule) {
      reschedule = true;
      if (inGuest) {
        host.interrupt();
      }
    }
  }

  /** Whether something more urgent than what runs came up. */
  public boolean needsReschedule() {
    return reschedule;
  }

  /** When this returns, no guest code runs here; the caller is on another CPU's thread. */
  public void callOut() {
    if (inGuest) {
      host.callOut();
    }
  }

  void rescheduled() {
    reschedule = false;
  }

  /** It is about to leave the kernel: from now on only an interrupt brings it back. */
  public void enterGuest() {
    inGuest = true;
  }

  public void leaveGuest() {
    inGuest = false;
  }

  void beginIdle(long now) {
    if (!idle) {
      idle = true;
      idleSinceNanos = now;
    }
  }

  void endIdle(long now) {
    if (idle) {
      idle = false;
      idleNanos += now - idleSinceNanos;
    }
  }

  /** Time without anything to run, nanoseconds. */
  public long idleNanos(long now) {
    return idle ? idleNanos + (now - idleSinceNanos) : idleNanos;
  }

  /** How often it turned to an entity. */
  public long turns() {
    return turns;
  }

  /** How often what ran yielded. */
  public long yields() {
    return yields;
  }

  /** How often what ran lost it against its will. */
  public long preemptions() {
    return preemptions;
  }

  /** How often it took work that waited for another CPU. */
  public long taken() {
    return taken;
  }

  /** Time entities ran here, and time they had waited before, nanoseconds. */
  public long runNanos() {
    return runNanos;
  }

  public long waitNanos() {
    return waitNanos;
  }
}
