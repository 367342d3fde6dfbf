package exo.kernel.ipc;

import java.lang.foreign.MemorySegment;

/** How an end sleeps on an event word of a ring, and how sleepers are woken. Any thread. */
public interface Waiting {
  /** As long as it takes. */
  long FOREVER = Long.MAX_VALUE;

  /** Wakes all that sleep on the word; its count has been advanced. */
  void wake(MemorySegment ring, long event);

  /**
   * Sleeps while the word has the count seen. May come back early.
   *
   * @param nanos at most so long, or {@link #FOREVER}
   */
  void await(MemorySegment ring, long event, int seen, long nanos) throws InterruptedException;
}
