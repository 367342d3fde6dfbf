package exo.kernel.task;

/** What one machine has counted since boot. Written under the kernel lock. */
public final class KernelCounters {
  public long systemCalls;
  public long pageFaults;
  public long exceptions;
  public long switches;
  public long signals;
  public long outOfMemory;
}
