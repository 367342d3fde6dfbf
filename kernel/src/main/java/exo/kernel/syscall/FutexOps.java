package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.futex.FutexTable;
import exo.kernel.futex.FutexTable.FutexWaiter;
import exo.kernel.task.FutexKeys;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** The operations of futex(2), decoded. The deadline of a wait is kept in slot 0. */
final class FutexOps {
  private FutexOps() {}

  /** Waits until woken, unless the word does not hold {@code expected}. */
  static long await(Task task, long uaddr, int expected, int bits) throws Errno {
    FutexTable table = task.kernel().futexes();
    long deadline = task.call().keptLong(0);
    if (task.call().kept() instanceof FutexWaiter waiting) {
      if (waiting.isWoken()) {
        return 0;
      }
      boolean late = task.kernel().clock().monotonicNanos() >= deadline;
      if (late || task.signals().isAnyDeliverable()) {
        table.cancel(waiting);
        if (late) {
          throw Errno.ETIMEDOUT;
        }
        task.call().keep(null);
        return deadline == Task.NO_DEADLINE ? Restart.SYS : Restart.RESUME;
      }
      return task.park(deadline, Restart.SYS);
    }
    UserMemory m = task.memory();
    long key = Futexes.key(task, uaddr);
    if (m.getInt(uaddr) != expected) {
      throw Errno.EAGAIN;
    }
    if (task.kernel().clock().monotonicNanos() >= deadline) {
      throw Errno.ETIMEDOUT;
    }
    long answer = task.park(deadline, deadline == Task.NO_DEADLINE ? Restart.SYS : Restart.RESUME);
    if (answer == Task.BLOCKED) {
      task.call().keep(table.enqueue(key, task, bits));
    }
    return answer;
  }

  static long wake(Task task, long uaddr, int count, int bits, boolean isPrivate) throws Errno {
    if (bits == 0) {
      throw Errno.EINVAL;
    }
    long key = keyOf(task, uaddr, isPrivate);
    if (key == FutexKeys.NONE) {
      return 0;
    }
    FutexWaiter first = task.kernel().futexes().first(key);
    if (task.kernel().piFutexes().hasWaiters(key) || (first != null && first.requeueTo() >= 0)) {
      throw Errno.EINVAL;
    }
    // Linux wakes one at the least.
    return task.kernel().futexes().wake(key, Math.max(count, 1), bits);
  }

  /**
   * As {@link Futexes#key}, but NONE for one of its process alone where no memory is: it has no
   * waiters.
   */
  static long keyOf(Task task, long uaddr, boolean isPrivate) throws Errno {
    long key = FutexKeys.of(task.space(), Futexes.aligned(uaddr));
    if (!isPrivate) {
      // Linux goes from the page to what it belongs to, so it has to be there.
      task.memory().getInt(uaddr);
    }
    if (key == FutexKeys.NONE && !(isPrivate && UserMemory.inRange(uaddr, Integer.BYTES))) {
      throw Errno.EFAULT;
    }
    return key;
  }

  private static void checkCounts(int wake, int move) throws Errno {
    if (wake < 0 || move < 0) {
      throw Errno.EINVAL;
    }
  }

  /** Requeues, unless the first word does not hold {@code expected}. */
  static long requeueIf(
      Task task, long uaddr, int expected, int wake, int move, long uaddr2, boolean isPrivate)
      throws Errno {
    checkCounts(wake, move);
    Futexes.key(task, uaddr);
    keyOf(task, uaddr2, isPrivate);
    if (task.memory().getInt(uaddr) != expected) {
      throw Errno.EAGAIN;
    }
    return requeue(task, uaddr, wake, move, uaddr2, isPrivate);
  }

  static long requeue(Task task, long uaddr, int wake, int move, long uaddr2, boolean isPrivate)
      throws Errno {
    checkCounts(wake, move);
    long from = keyOf(task, uaddr, isPrivate);
    long to = keyOf(task, uaddr2, isPrivate);
    if (from == FutexKeys.NONE) {
      return 0;
    }
    FutexTable table = task.kernel().futexes();
    int woken = wake == 0 ? 0 : table.wake(from, wake);
    if (to == FutexKeys.NONE && move > 0 && table.first(from) != null) {
      // Linux would let them wait there; nobody could wake them but by that address.
      throw Errno.EFAULT;
    }
    int moved = table.requeue(from, to, move);
    return (long) woken + moved;
  }

  /**
   * FUTEX_WAKE_OP: changes the second word atomically, and wakes on it if its old value says so.
   */
  static long wakeOp(
      Task task, long uaddr, int wake, int wake2, long uaddr2, int encoded, boolean isPrivate)
      throws Errno {
    long first = keyOf(task, uaddr, isPrivate);
    long second = Futexes.key(task, uaddr2);
    int operation = encoded >>> 28;
    int comparison = encoded >>> 24 & 0xf;
    int operand = encoded << 8 >> 20;
    int compared = encoded << 20 >> 20;
    if ((operation & Futex.FUTEX_OP_OPARG_SHIFT) != 0) {
      operand = 1 << (operand & 31);
    }
    int old = modify(task.memory(), uaddr2, operation & 7, operand);
    FutexTable table = task.kernel().futexes();
    int woken = first == FutexKeys.NONE ? 0 : table.wake(first, Math.max(wake, 1));
    if (holds(comparison, old, compared)) {
      woken += table.wake(second, Math.max(wake2, 1));
    }
    return woken;
  }

  private static int modify(UserMemory m, long va, int operation, int operand) throws Errno {
    int old = m.getInt(va);
    while (true) {
      int value =
          switch (operation) {
            case Futex.FUTEX_OP_SET -> operand;
            case Futex.FUTEX_OP_ADD -> old + operand;
            case Futex.FUTEX_OP_OR -> old | operand;
            case Futex.FUTEX_OP_ANDN -> old & ~operand;
            case Futex.FUTEX_OP_XOR -> old ^ operand;
            default -> throw Errno.ENOSYS;
          };
      int found = m.compareAndExchangeInt(va, old, value);
      if (found == old) {
        return old;
      }
      old = found;
    }
  }

  private static boolean holds(int comparison, int old, int compared) throws Errno {
    return switch (comparison) {
      case Futex.FUTEX_OP_CMP_EQ -> old == compared;
      case Futex.FUTEX_OP_CMP_NE -> old != compared;
      case Futex.FUTEX_OP_CMP_LT -> old < compared;
      case Futex.FUTEX_OP_CMP_LE -> old <= compared;
      case Futex.FUTEX_OP_CMP_GT -> old > compared;
      case Futex.FUTEX_OP_CMP_GE -> old >= compared;
      default -> throw Errno.ENOSYS;
    };
  }
}
