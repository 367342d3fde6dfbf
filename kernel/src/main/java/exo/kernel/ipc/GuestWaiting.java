package exo.kernel.ipc;

import exo.kernel.futex.FutexTable;
import exo.kernel.sched.Waiter;
import exo.kernel.sched.Wakeable;
import exo.mem.ring.RingEvents;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a thread of the host waits for guests and wakes them: by the futex words that guests use, in
 * the same table. Needs the kernel lock for as long as it takes to enter and leave the table.
 */
final class GuestWaiting implements Waiting {
  /** So often a sleeper looks whether the machine still is. */
  private static final long LOOK_NANOS = 100_000_000;

  private final ReentrantLock lock;
  private final FutexTable futexes;
  private final ChannelMemory memory;

  GuestWaiting(ReentrantLock lock, FutexTable futexes, ChannelMemory memory) {
    this.lock = lock;
    this.futexes = futexes;
    this.memory = memory;
  }

  private static final class Sleeper implements Wakeable {
    final Condition woken;

    Sleeper(Condition woken) {
      this.woken = woken;
    }

    @Override
    public void wake(Waiter waiter) {
      woken.signalAll();
    }
  }

  @Override
  public void wake(MemorySegment ring, long event) {
    lock.lock();
    try {
      futexes.wake(memory.pa(event), Integer.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void await(MemorySegment ring, long event, int seen, long nanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (RingEvents.count(ring, event) != seen) {
        return;
      }
      Sleeper sleeper = new Sleeper(lock.newCondition());
      FutexTable.FutexWaiter waiter = futexes.enqueue(memory.pa(event), sleeper, -1);
      try {
        sleeper.woken.await(Math.min(nanos, LOOK_NANOS), TimeUnit.NANOSECONDS);
      } finally {
        if (!waiter.isWoken()) {
          futexes.cancel(waiter);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
