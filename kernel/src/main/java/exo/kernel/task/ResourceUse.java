package exo.kernel.task;

/** What getrusage(2) counts, beside CPU time. */
public final class ResourceUse {
  public long minorFaults;
  public long majorFaults;
  public long voluntarySwitches;
  public long involuntarySwitches;
  public long systemCalls;

  /** Highest resident size seen, pages. */
  public long peakPages;
}
