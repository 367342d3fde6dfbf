package exo.kernel.task;

/** What getrusage(2) and {@code /proc/PID/io} count, beside CPU time. */
public final class ResourceUse {
  public long minorFaults;
  public long majorFaults;
  public long voluntarySwitches;
  public long involuntarySwitches;
  public long systemCalls;

  /** Calls of read(2), write(2) and their like, and the bytes they moved. */
  public long reads;

  public long writes;
  public long readBytes;
  public long writtenBytes;

  /** Highest resident size seen, pages. */
  public long peakPages;

  /** Adds what another used; of the highest resident sizes the higher is kept. */
  public void add(ResourceUse other) {
    minorFaults += other.minorFaults;
    majorFaults += other.majorFaults;
    voluntarySwitches += other.voluntarySwitches;
    involuntarySwitches += other.involuntarySwitches;
    systemCalls += other.systemCalls;
    reads += other.reads;
    writes += other.writes;
    readBytes += other.readBytes;
    writtenBytes += other.writtenBytes;
    peakPages = Math.max(peakPages, other.peakPages);
  }
}
