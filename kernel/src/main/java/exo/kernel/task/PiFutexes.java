package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.sched.Scheduler;
import exo.kernel.uaccess.UserMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Futexes that know their owner: the FUTEX_*_PI operations. The word holds the owner's thread id;
 * who must wait says so in it, and from then on the owner unlocks through the kernel, which hands
 * the word over to the most urgent waiter. As long as it holds the word the owner runs as urgently
 * as who waits for it, and so does whoever the owner itself waits for. Source: futex(2), the
 * kernel's document on pi-futexes. Owned by the kernel lock.
 */
public final class PiFutexes {
  /** One who waits to be given a word. */
  public static final class PiWaiter {
    private final Task task;
    private final long key;
    private final long va;
    private boolean granted;

    private PiWaiter(Task task, long key, long va) {
      this.task = task;
      this.key = key;
      this.va = va;
    }

    /** Whether the word is the waiter's now. */
    public boolean isGranted() {
      return granted;
    }
  }

  private static final class Lock {
    @Nullable Task owner;
    final List<PiWaiter> waiters = new ArrayList<>(1);

    PiWaiter top() {
      PiWaiter best = waiters.getFirst();
      for (PiWaiter w : waiters) {
        if (w.task.rank() < best.task.rank()) {
          best = w;
        }
      }
      return best;
    }
  }

  private final Map<Long, Lock> locks = new HashMap<>();
  private final Map<Task, PiWaiter> waiting = new HashMap<>();

  PiFutexes() {}

  /** Whether anybody waits to be given the word. */
  public boolean hasWaiters(long key) {
    return locks.containsKey(key);
  }

  /**
   * Takes a word that is free.
   *
   * @param task who is to own it, at its address {@code va}
   * @return whether it was free
   * @throws Errno EDEADLK if the task owns it already, EFAULT
   */
  public boolean tryLock(Task task, long key, long va) throws Errno {
    UserMemory m = task.memory();
    int value = m.getInt(va);
    while (true) {
      int owner = value & Futex.FUTEX_TID_MASK;
      if (owner == task.tid()) {
        throw Errno.EDEADLK;
      }
      if (owner != 0) {
        return false;
      }
      int wanted = task.tid() | (value & Futex.FUTEX_OWNER_DIED);
      if (hasWaiters(key)) {
        wanted |= Futex.FUTEX_WAITERS;
      }
      int found = m.compareAndExchangeInt(va, value, wanted);
      if (found == value) {
        Lock lock = locks.get(key);
        if (lock != null) {
          lock.owner = task;
        }
        return true;
      }
      value = found;
    }
  }

  /**
   * Stands in the line for a word that somebody owns.
   *
   * @return null if it has become free meanwhile
   * @throws Errno ESRCH if its owner is no thread, EDEADLK if the owner waits for the task
   */
  public @Nullable PiWaiter enqueue(Task task, long key, long va) throws Errno {
    UserMemory m = task.memory();
    int value = m.getInt(va);
    Task owner;
    while (true) {
      int tid = value & Futex.FUTEX_TID_MASK;
      if (tid == 0) {
        return null;
      }
      owner = task.kernel().processes().task(tid);
      if (owner == null) {
        throw Errno.ESRCH;
      }
      checkDeadlock(task, owner);
      int found = m.compareAndExchangeInt(va, value, value | Futex.FUTEX_WAITERS);
      if (found == value) {
        break;
      }
      value = found;
    }
    Lock lock = locks.computeIfAbsent(key, k -> new Lock());
    lock.owner = owner;
    PiWaiter waiter = new PiWaiter(task, key, va);
    lock.waiters.add(waiter);
    waiting.put(task, waiter);
    lend(owner);
    return waiter;
  }

  /** Lets an owner run as urgently as the most urgent of those who wait for it, and so on. */
  private void lend(@Nullable Task first) {
    // Deadlocks are refused, so the chain ends.
    for (Task owner = first; owner != null; ) {
      Scheduler scheduler = owner.kernel().scheduler();
      scheduler.requests().lend(owner, mostUrgent(owner), owner.kernel().clock().monotonicNanos());
      PiWaiter w = waiting.get(owner);
      Lock next = w == null ? null : locks.get(w.key);
      owner = next == null ? null : next.owner;
    }
  }

  private @Nullable Task mostUrgent(Task owner) {
    Task best = null;
    for (Lock lock : locks.values()) {
      if (lock.owner == owner) {
        Task top = lock.top().task;
        if (best == null || top.rank() < best.rank()) {
          best = top;
        }
      }
    }
    return best;
  }

  private void checkDeadlock(Task task, Task owner) throws Errno {
    Task at = owner;
    while (at != null) {
      if (at == task) {
        throw Errno.EDEADLK;
      }
      PiWaiter w = waiting.get(at);
      Lock lock = w == null ? null : locks.get(w.key);
      at = lock == null ? null : lock.owner;
    }
  }

  /** A waiter gives up; the word goes on saying that somebody waits, as in Linux. */
  public void cancel(PiWaiter waiter) {
    Lock lock = locks.get(waiter.key);
    if (lock != null && lock.waiters.remove(waiter)) {
      waiting.remove(waiter.task);
      dropIfUnused(waiter.key, lock);
      lend(lock.owner);
    }
  }

  /**
   * Gives the word to who waits for it, or frees it.
   *
   * @throws Errno EPERM if the task does not own it, EFAULT
   */
  public void unlock(Task task, long key, long va) throws Errno {
    UserMemory m = task.memory();
    int value = m.getInt(va);
    while (true) {
      if ((value & Futex.FUTEX_TID_MASK) != task.tid()) {
        throw Errno.EPERM;
      }
      Lock lock = locks.get(key);
      PiWaiter top = lock == null ? null : lock.top();
      int wanted = top == null ? 0 : top.task.tid() | Futex.FUTEX_WAITERS;
      int found = m.compareAndExchangeInt(va, value, wanted);
      if (found == value) {
        if (lock != null && top != null) {
          grant(lock, top);
        }
        return;
      }
      value = found;
    }
  }

  private void grant(Lock lock, PiWaiter waiter) {
    Task before = lock.owner;
    waiter.granted = true;
    lock.owner = waiter.task;
    lock.waiters.remove(waiter);
    waiting.remove(waiter.task);
    dropIfUnused(waiter.key, lock);
    lend(before);
    lend(waiter.task);
    waiter.task.makeRunnable();
  }

  private void dropIfUnused(long key, Lock lock) {
    if (lock.waiters.isEmpty()) {
      locks.remove(key);
    }
  }

  /** A thread ends: what it owned goes to those who wait for it, marked. */
  void ownerDied(Task task) {
    PiWaiter own = waiting.get(task);
    if (own != null) {
      cancel(own);
    }
    if (locks.isEmpty()) {
      return;
    }
    for (Lock lock : List.copyOf(locks.values())) {
      if (lock.owner == task) {
        PiWaiter top = lock.top();
        int word = top.task.tid() | Futex.FUTEX_WAITERS | Futex.FUTEX_OWNER_DIED;
        try {
          top.task.memory().putInt(top.va, word);
        } catch (Errno unreachable) {
          // The waiter's own loss: it finds out when it looks.
        }
        grant(lock, top);
      }
    }
  }
}
