package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Time;
import exo.kernel.task.FutexKeys;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;

/** futex(2) and the lists that belong to it. */
final class Futexes {
  private static final int ROBUST_HEAD_SIZE = 24;

  private Futexes() {}

  /** Linux {@code futex(2)}. */
  static long futex(Task task, long uaddr, long op, long val, long timeout, long uaddr2, long val3)
      throws Errno {
    int command = (int) op & Futex.FUTEX_CMD_MASK;
    boolean realtime = ((int) op & Futex.FUTEX_CLOCK_REALTIME) != 0;
    boolean isPrivate = ((int) op & Futex.FUTEX_PRIVATE_FLAG) != 0;
    if (realtime
        && command != Futex.FUTEX_WAIT
        && command != Futex.FUTEX_WAIT_BITSET
        && command != Futex.FUTEX_WAIT_REQUEUE_PI
        && command != Futex.FUTEX_LOCK_PI2) {
      throw Errno.ENOSYS;
    }
    return switch (command) {
      case Futex.FUTEX_WAIT -> waitRelative(task, uaddr, (int) val, timeout);
      case Futex.FUTEX_WAIT_BITSET ->
          waitAbsolute(task, uaddr, (int) val, timeout, (int) val3, realtime);
      case Futex.FUTEX_WAKE ->
          FutexOps.wake(task, uaddr, (int) val, Futex.FUTEX_BITSET_MATCH_ANY, isPrivate);
      case Futex.FUTEX_WAKE_BITSET -> FutexOps.wake(task, uaddr, (int) val, (int) val3, isPrivate);
      case Futex.FUTEX_REQUEUE ->
          FutexOps.requeue(task, uaddr, (int) val, (int) timeout, uaddr2, isPrivate);
      case Futex.FUTEX_CMP_REQUEUE ->
          FutexOps.requeueIf(task, uaddr, (int) val3, (int) val, (int) timeout, uaddr2, isPrivate);
      case Futex.FUTEX_WAKE_OP ->
          FutexOps.wakeOp(task, uaddr, (int) val, (int) timeout, uaddr2, (int) val3, isPrivate);
      case Futex.FUTEX_LOCK_PI -> PiFutexOps.lock(task, uaddr, timeout, Time.CLOCK_REALTIME);
      case Futex.FUTEX_LOCK_PI2 ->
          PiFutexOps.lock(
              task, uaddr, timeout, realtime ? Time.CLOCK_REALTIME : Time.CLOCK_MONOTONIC);
      case Futex.FUTEX_TRYLOCK_PI -> PiFutexOps.tryLock(task, uaddr);
      case Futex.FUTEX_UNLOCK_PI -> PiFutexOps.unlock(task, uaddr);
      case Futex.FUTEX_WAIT_REQUEUE_PI ->
          PiFutexOps.waitRequeue(task, uaddr, (int) val, timeout, uaddr2, realtime, isPrivate);
      case Futex.FUTEX_CMP_REQUEUE_PI ->
          PiFutexOps.requeue(task, uaddr, (int) val, (int) timeout, uaddr2, (int) val3);
      default -> throw Errno.ENOSYS;
    };
  }

  private static long waitRelative(Task task, long uaddr, int expected, long timeout) throws Errno {
    if (!task.call().isResumed()) {
      long nanos = timeout == 0 ? -1 : UserTime.timespec(task.memory(), timeout);
      task.call().keepLong(0, Times.deadline(task, nanos));
    }
    return FutexOps.await(task, uaddr, expected, Futex.FUTEX_BITSET_MATCH_ANY);
  }

  private static long waitAbsolute(
      Task task, long uaddr, int expected, long timeout, int bits, boolean realtime) throws Errno {
    if (!task.call().isResumed()) {
      int clock = realtime ? Time.CLOCK_REALTIME : Time.CLOCK_MONOTONIC;
      task.call().keepLong(0, Times.deadline(task, clock, timeout));
    }
    if (bits == 0) {
      throw Errno.EINVAL;
    }
    return FutexOps.await(task, uaddr, expected, bits);
  }

  static long aligned(long uaddr) throws Errno {
    if ((uaddr & 3) != 0) {
      throw Errno.EINVAL;
    }
    return uaddr;
  }

  /** What names the futex; EFAULT, EINVAL when misaligned. */
  static long key(Task task, long uaddr) throws Errno {
    long key = FutexKeys.of(task.space(), aligned(uaddr));
    if (key == FutexKeys.NONE) {
      throw Errno.EFAULT;
    }
    return key;
  }

  /** Linux {@code set_robust_list(2)}. */
  static long set_robust_list(Task task, long head, long size) throws Errno {
    if (size != ROBUST_HEAD_SIZE) {
      throw Errno.EINVAL;
    }
    task.extras().robustList = head;
    return 0;
  }

  /** Linux {@code get_robust_list(2)}. */
  static long get_robust_list(Task task, long pid, long head, long size) throws Errno {
    Task t = (int) pid == 0 ? task : task.kernel().processes().taskOrZombie((int) pid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    Permission.checkAccess(task, t);
    UserMemory m = task.memory();
    m.putLong(size, ROBUST_HEAD_SIZE);
    m.putLong(head, t.extras().robustList);
    return 0;
  }

  /** Linux {@code set_tid_address(2)}. */
  static long set_tid_address(Task task, long va) {
    task.extras().clearChildTid = va;
    return task.tid();
  }
}
