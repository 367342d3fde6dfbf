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

  /** CPU seconds at which SIGXCPU was sent last. */
  public long cpuWarnedSeconds = -1;

  /** Nanoseconds of CPU time sampled by the tick as user and as system time. */
  public long userTicks;

  public long systemTicks;
}
