package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.UserMemory;

/**
 * The robust list a dying thread leaves behind: locks it held are marked so, and one waiter of each
 * is woken. Source: get_robust_list(2), the kernel's robust-futex-ABI document.
 */
final class RobustFutexes {
  private static final int OWNER_DIED = 0x4000_0000;
  private static final int WAITERS = 0x8000_0000;
  private static final int TID_MASK = 0x3fff_ffff;

  /** Bit of an entry: the lock is one of FUTEX_LOCK_PI. */
  private static final long PI = 1;

  /** As Linux: a list that has no end is left at this length. */
  private static final int LIMIT = 2048;

  private RobustFutexes() {}

  static void release(Task task) {
    long head = task.extras().robustList;
    if (head == 0) {
      return;
    }
    task.extras().robustList = 0;
    try {
      UserMemory m = task.memory();
      long offset = m.getLong(head + 8);
      long pendingEntry = m.getLong(head + 16);
      long pending = pendingEntry & ~PI;
      long entry = m.getLong(head);
      for (int i = 0; i < LIMIT && (entry & ~PI) != head; i++) {
        long at = entry & ~PI;
        long next = m.getLong(at);
        if (at != pending) {
          markDead(task, at + offset, (entry & PI) != 0);
        }
        entry = next;
      }
      if (pending != 0) {
        markDead(task, pending + offset, (pendingEntry & PI) != 0);
      }
    } catch (Errno broken) {
      // The list is the program's own; where it cannot be read it ends.
    }
  }

  private static void markDead(Task task, long word, boolean pi) throws Errno {
    UserMemory m = task.memory();
    int value = m.getInt(word);
    if ((value & TID_MASK) != task.tid()) {
      return;
    }
    while (true) {
      int found = m.compareAndExchangeInt(word, value, (value & WAITERS) | OWNER_DIED);
      if (found == value) {
        break;
      }
      value = found;
    }
    // Who waits for a word that names its owner is given it afterwards.
    if (!pi && (value & WAITERS) != 0) {
      long key = FutexKeys.of(task.space(), word);
      if (key != FutexKeys.NONE) {
        task.kernel().futexes().wake(key, 1);
      }
    }
  }
}
