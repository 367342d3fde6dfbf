package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Time;
import exo.kernel.abi.layout.FutexWaitv;
import exo.kernel.futex.FutexTable;
import exo.kernel.futex.FutexTable.FutexWaiter;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** The successors of futex(2), one call an operation. Only words of 32 bits, as in Linux so far. */
final class Futexes2 {
  private static final int KNOWN_FLAGS = Futex.FUTEX2_SIZE_U64 | Futex.FUTEX2_PRIVATE;

  private Futexes2() {}

  private static void checkFlags(int flags) throws Errno {
    UserPath.checkFlags(flags, KNOWN_FLAGS);
    if ((flags & Futex.FUTEX2_SIZE_U64) != Futex.FUTEX2_SIZE_U32) {
      throw Errno.EINVAL;
    }
  }

  private static void checkWord(long value) throws Errno {
    if (value >>> 32 != 0) {
      throw Errno.EINVAL;
    }
  }

  private static void keepDeadline(Task task, long timeout, long clock) throws Errno {
    int c = (int) clock;
    if (timeout != 0 && c != Time.CLOCK_MONOTONIC && c != Time.CLOCK_REALTIME) {
      throw Errno.EINVAL;
    }
    task.call().keepLong(0, Times.deadline(task, c, timeout));
  }

  /** Linux {@code futex_wake(2)}. */
  static long futex_wake(Task task, long uaddr, long mask, long count, long flags) throws Errno {
    checkFlags((int) flags);
    checkWord(mask);
    if (mask == 0) {
      throw Errno.EINVAL;
    }
    Futexes.key(task, uaddr);
    return (int) count <= 0
        ? 0
        : FutexOps.wake(
            task, uaddr, (int) count, (int) mask, ((int) flags & Futex.FUTEX_PRIVATE_FLAG) != 0);
  }

  /** Linux {@code futex_wait(2)}: to an absolute time. */
  static long futex_wait(
      Task task, long uaddr, long value, long mask, long flags, long timeout, long clock)
      throws Errno {
    checkFlags((int) flags);
    checkWord(value);
    checkWord(mask);
    if (!task.call().isResumed()) {
      keepDeadline(task, timeout, clock);
    }
    if (mask == 0) {
      throw Errno.EINVAL;
    }
    long answer = FutexOps.await(task, uaddr, (int) value, (int) mask);
    return answer == Restart.RESUME ? Restart.SYS : answer;
  }

  /** Linux {@code futex_requeue(2)}. */
  static long futex_requeue(Task task, long waiters, long flags, long wake, long move)
      throws Errno {
    if ((int) flags != 0 || waiters == 0) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    long second = waiters + FutexWaitv.SIZE;
    checkWaiter(m, waiters);
    checkWaiter(m, second);
    long from = m.getLong(waiters + FutexWaitv.UADDR);
    long to = m.getLong(second + FutexWaitv.UADDR);
    int expected = (int) m.getLong(waiters + FutexWaitv.VAL);
    return FutexOps.requeueIf(task, from, expected, (int) wake, (int) move, to, false);
  }

  private static void checkWaiter(UserMemory m, long at) throws Errno {
    if (m.getInt(at + FutexWaitv.RESERVED) != 0) {
      throw Errno.EINVAL;
    }
    checkFlags(m.getInt(at + FutexWaitv.FLAGS));
    checkWord(m.getLong(at + FutexWaitv.VAL));
  }

  /** Linux {@code futex_waitv(2)}; answers which of the words was woken. */
  static long futex_waitv(Task task, long waiters, long count, long flags, long timeout, long clock)
      throws Errno {
    int n = (int) count;
    if ((int) flags != 0) {
      throw Errno.EINVAL;
    }
    if (n <= 0 || n > Futex.FUTEX_WAITV_MAX || waiters == 0) {
      throw Errno.EINVAL;
    }
    if (!task.call().isResumed()) {
      keepDeadline(task, timeout, clock);
    }
    if (task.call().kept() instanceof FutexWaiter[] waiting) {
      return resume(task, waiting);
    }
    UserMemory m = task.memory();
    for (int i = 0; i < n; i++) {
      checkWaiter(m, waiters + (long) i * FutexWaitv.SIZE);
    }
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] =
          Futexes.key(task, m.getLong(waiters + (long) i * FutexWaitv.SIZE + FutexWaitv.UADDR));
    }
    for (int i = 0; i < n; i++) {
      long at = waiters + (long) i * FutexWaitv.SIZE;
      if (m.getInt(m.getLong(at + FutexWaitv.UADDR)) != (int) m.getLong(at + FutexWaitv.VAL)) {
        throw Errno.EAGAIN;
      }
    }
    long deadline = task.call().keptLong(0);
    if (task.kernel().clock().monotonicNanos() >= deadline) {
      throw Errno.ETIMEDOUT;
    }
    long answer = task.park(deadline, Restart.SYS);
    if (answer == Task.BLOCKED) {
      FutexWaiter[] waiting = new FutexWaiter[n];
      for (int i = 0; i < n; i++) {
        waiting[i] = task.kernel().futexes().enqueue(keys[i], task, Futex.FUTEX_BITSET_MATCH_ANY);
      }
      task.call().keep(waiting);
    }
    return answer;
  }

  private static long resume(Task task, FutexWaiter[] waiting) throws Errno {
    FutexTable table = task.kernel().futexes();
    int woken = -1;
    for (int i = 0; i < waiting.length; i++) {
      woken = waiting[i].isWoken() ? i : woken;
    }
    boolean late = task.kernel().clock().monotonicNanos() >= task.call().keptLong(0);
    if (woken < 0 && !late && !task.signals().isAnyDeliverable()) {
      return task.park(task.call().keptLong(0), Restart.SYS);
    }
    for (FutexWaiter w : waiting) {
      if (!w.isWoken()) {
        table.cancel(w);
      }
    }
    if (woken >= 0) {
      return woken;
    }
    if (late) {
      throw Errno.ETIMEDOUT;
    }
    task.call().keep(null);
    return Restart.SYS;
  }
}
