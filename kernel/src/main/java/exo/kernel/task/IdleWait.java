package exo.kernel.task;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a virtual CPU without work waits, with the kernel lock let go. To sleep and be woken takes
 * the host tens of microseconds, so a CPU looks for work by itself for the last moment before a
 * deadline, and for a moment at first if that would have been enough lately, as KVM's halt polling
 * does. All but {@link #called} is for the CPU's own thread.
 */
final class IdleWait {
  /** The longest time to look for work without sleeping. */
  private static final long LONGEST_NANOS = 80_000;

  private static final long SHORTEST_NANOS = 10_000;

  private final ReentrantLock lock;
  private final Condition work;

  /** {@link #LONGEST_NANOS}, or 0 where somebody else needs the host's CPU for the work to come. */
  private final long mostNanos;

  private long atFirstNanos;
  private volatile boolean called;

  /**
   * @param cpus virtual CPUs of the machine
   */
  IdleWait(ReentrantLock lock, int cpus) {
    this.lock = lock;
    this.work = lock.newCondition();
    int available = Runtime.getRuntime().availableProcessors();
    this.mostNanos = available > 1 && cpus <= available ? LONGEST_NANOS : 0;
  }

  /** There is work, or something to look at: ends the wait. The lock is held. */
  void called() {
    called = true;
    work.signal();
  }

  /**
   * Waits until {@link #called}, or so long; it may end early. The lock is held before and after.
   *
   * @param nanos more than 0, MAX_VALUE for ever
   */
  void await(long nanos) throws InterruptedException {
    called = false;
    if (nanos <= mostNanos) {
      look(nanos);
      return;
    }
    long start = System.nanoTime();
    look(atFirstNanos);
    if (!called) {
      if (nanos == Long.MAX_VALUE) {
        work.await();
      } else {
        long left = nanos - mostNanos - (System.nanoTime() - start);
        if (left > 0) {
          work.awaitNanos(left);
        }
      }
    }
    learn(System.nanoTime() - start);
  }

  private void look(long nanos) {
    if (nanos <= 0) {
      return;
    }
    lock.unlock();
    try {
      long start = System.nanoTime();
      while (!called && System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    } finally {
      lock.lock();
    }
  }

  /** A wait that was short is the sign of more to come; a long one of a machine that rests. */
  private void learn(long waitedNanos) {
    if (waitedNanos > 2 * LONGEST_NANOS) {
      atFirstNanos = 0;
    } else if (called) {
      atFirstNanos = Math.min(mostNanos, Math.max(SHORTEST_NANOS, 2 * atFirstNanos));
    }
  }
}
