package exo.kernel.ipc;

import exo.mem.ring.RingEvents;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** For rings whose ends are all in this JVM. Rings may share one. */
public final class LocalWaiting implements Waiting {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** With nobody asleep. */
  public LocalWaiting() {}

  @Override
  public void wake(MemorySegment ring, long event) {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void await(MemorySegment ring, long event, int seen, long nanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      // Counts advance before the lock is taken to wake, so none is missed between look and sleep.
      if (RingEvents.count(ring, event) == seen) {
        changed.await(nanos, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
