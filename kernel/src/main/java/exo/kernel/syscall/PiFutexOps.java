package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Time;
import exo.kernel.futex.FutexTable;
import exo.kernel.futex.FutexTable.FutexWaiter;
import exo.kernel.task.PiFutexes;
import exo.kernel.task.PiFutexes.PiWaiter;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The operations of futex(2) on words that name their owner. The deadline of a wait is kept in slot
 * 0.
 */
final class PiFutexOps {
  private PiFutexOps() {}

  /** FUTEX_LOCK_PI and FUTEX_LOCK_PI2: both to an absolute time. */
  static long lock(Task task, long uaddr, long timeout, int clock) throws Errno {
    if (!task.call().isResumed()) {
      keepDeadline(task, timeout, clock);
    }
    long key = Futexes.key(task, uaddr);
    PiFutexes table = task.kernel().piFutexes();
    PiWaiter waiter = task.call().kept() instanceof PiWaiter w ? w : null;
    while (waiter == null) {
      if (table.tryLock(task, key, uaddr)) {
        return 0;
      }
      waiter = table.enqueue(task, key, uaddr);
    }
    task.call().keep(waiter);
    return await(task, waiter);
  }

  private static void keepDeadline(Task task, long timeout, int clock) throws Errno {
    task.call().keepLong(0, Times.deadline(task, clock, timeout));
  }

  private static long await(Task task, PiWaiter waiter) throws Errno {
    if (waiter.isGranted()) {
      return 0;
    }
    long deadline = task.call().keptLong(0);
    PiFutexes table = task.kernel().piFutexes();
    if (task.kernel().clock().monotonicNanos() >= deadline) {
      table.cancel(waiter);
      throw Errno.ETIMEDOUT;
    }
    long answer = task.park(deadline, Restart.NOINTR);
    if (answer != Task.BLOCKED) {
      table.cancel(waiter);
    }
    return answer;
  }

  /** FUTEX_TRYLOCK_PI. */
  static long tryLock(Task task, long uaddr) throws Errno {
    if (!task.kernel().piFutexes().tryLock(task, Futexes.key(task, uaddr), uaddr)) {
      int owner = task.memory().getInt(uaddr) & Futex.FUTEX_TID_MASK;
      throw task.kernel().processes().task(owner) == null ? Errno.ESRCH : Errno.EAGAIN;
    }
    return 0;
  }

  /** FUTEX_UNLOCK_PI. */
  static long unlock(Task task, long uaddr) throws Errno {
    if ((task.memory().getInt(uaddr) & Futex.FUTEX_TID_MASK) != task.tid()) {
      throw Errno.EPERM;
    }
    task.kernel().piFutexes().unlock(task, Futexes.key(task, uaddr), uaddr);
    return 0;
  }

  /** FUTEX_WAIT_REQUEUE_PI: waits on one word to be moved to another, and to own that one. */
  static long waitRequeue(
      Task task,
      long uaddr,
      int expected,
      long timeout,
      long uaddr2,
      boolean realtime,
      boolean isPrivate)
      throws Errno {
    if (!task.call().isResumed()) {
      keepDeadline(task, timeout, realtime ? Time.CLOCK_REALTIME : Time.CLOCK_MONOTONIC);
      if (uaddr == uaddr2) {
        throw Errno.EINVAL;
      }
      FutexOps.keyOf(task, uaddr2, isPrivate);
    }
    if (task.call().kept() instanceof PiWaiter moved) {
      return await(task, moved);
    }
    long deadline = task.call().keptLong(0);
    FutexTable table = task.kernel().futexes();
    if (task.call().kept() instanceof FutexWaiter waiting) {
      if (waiting.isWoken()) {
        return 0;
      }
      boolean late = task.kernel().clock().monotonicNanos() >= deadline;
      if (!late && !task.signals().isAnyDeliverable()) {
        return task.park(deadline, Restart.NOINTR);
      }
      table.cancel(waiting);
      if (late) {
        throw Errno.ETIMEDOUT;
      }
      task.call().keep(null);
      return Restart.NOINTR;
    }
    long key = Futexes.key(task, uaddr);
    if (task.memory().getInt(uaddr) != expected) {
      throw Errno.EAGAIN;
    }
    long target = FutexOps.keyOf(task, uaddr2, isPrivate);
    long answer = task.park(deadline, Restart.NOINTR);
    if (answer == Task.BLOCKED) {
      FutexWaiter waiter = table.enqueue(key, task, Futex.FUTEX_BITSET_MATCH_ANY);
      waiter.requeueTo(target);
      task.call().keepLong(1, uaddr2);
      task.call().keep(waiter);
    }
    return answer;
  }

  /** FUTEX_CMP_REQUEUE_PI: the first waiter may own the second word, the others wait for it. */
  static long requeue(Task task, long uaddr, int wake, int move, long uaddr2, int expected)
      throws Errno {
    if (wake != 1 || move < 0 || uaddr == uaddr2) {
      throw Errno.EINVAL;
    }
    long from = Futexes.key(task, uaddr);
    long to = Futexes.key(task, uaddr2);
    if (task.memory().getInt(uaddr) != expected) {
      throw Errno.EAGAIN;
    }
    FutexTable table = task.kernel().futexes();
    PiFutexes owned = task.kernel().piFutexes();
    int done = 0;
    while (done <= move) {
      @Nullable FutexWaiter first = table.first(from);
      if (first == null) {
        break;
      }
      if (first.requeueTo() != to || !(first.target() instanceof Task waiter)) {
        throw Errno.EINVAL;
      }
      long va = waiter.call().keptLong(1);
      if (owned.tryLock(waiter, to, va)) {
        table.wakeOnly(first);
      } else {
        PiWaiter moved = owned.enqueue(waiter, to, va);
        if (moved == null) {
          continue;
        }
        table.cancel(first);
        waiter.call().keep(moved);
      }
      done++;
    }
    return done;
  }
}
