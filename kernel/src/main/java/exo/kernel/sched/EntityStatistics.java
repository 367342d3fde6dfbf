package exo.kernel.sched;

/** What one entity has been through. Owned by the kernel lock. */
public final class EntityStatistics {
  /** How often a CPU turned to it, and how often it left one to wait or against its will. */
  public long turns;

  public long voluntarySwitches;
  public long involuntarySwitches;

  /** How often it was woken, and how often it changed CPUs. */
  public long wakeUps;

  public long migrations;

  /** Time it was runnable and not running, nanoseconds: in all, and the longest. */
  public long waitNanos;

  public long longestWaitNanos;
}
