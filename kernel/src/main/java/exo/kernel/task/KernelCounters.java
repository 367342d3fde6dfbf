package exo.kernel.task;

/** What one machine has counted since boot. Written under the kernel lock. */
public final class KernelCounters {
  public long systemCalls;
  public long pageFaults;
  public long exceptions;
  public long switches;
  public long signals;
  public long outOfMemory;

  /** Numbers of system calls that answered ENOSYS because they are not there, by count. */
  private final int[] missing = new int[512];

  /** A call was made that is not there. */
  public void missing(long number) {
    if (number >= 0 && number < missing.length) {
      missing[(int) number]++;
    }
  }

  /** How often a call was made that is not there. */
  public int missingCount(int number) {
    return missing[number];
  }
}
