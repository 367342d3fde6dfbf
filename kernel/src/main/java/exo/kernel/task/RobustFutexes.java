package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.UserMemory;
import exo.mem.paging.Access;

/**
 * The robust list a dying thread leaves behind: locks it held are marked so, and one waiter of each
 * is woken. Source: get_robust_list(2), the kernel's robust-futex-ABI document.
 */
final class RobustFutexes {
  private static final int OWNER_DIED = 0x4000_0000;
  private static final int WAITERS = 0x8000_0000;
  private static final int TID_MASK = 0x3fff_ffff;

  /** As Linux: a list that has no end is left at this length. */
  private static final int LIMIT = 2048;

  private RobustFutexes() {}

  static void release(Task task) {
    long head = task.extras().robustList;
    if (head == 0) {
      return;
    }
    try {
      UserMemory m = task.memory();
      long offset = m.getLong(head + 8);
      long pending = m.getLong(head + 16) & ~1L;
      long entry = m.getLong(head) & ~1L;
      for (int i = 0; i < LIMIT && entry != head; i++) {
        long next = m.getLong(entry) & ~1L;
        if (entry != pending) {
          markDead(task, entry + offset);
        }
        entry = next;
      }
      if (pending != 0) {
        markDead(task, pending + offset);
      }
    } catch (Errno broken) {
      // The list is the program's own; where it cannot be read it ends.
    }
  }

  private static void markDead(Task task, long word) throws Errno {
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
    if ((value & WAITERS) != 0) {
      long pa = m.physical(word, Access.READ);
      if (pa >= 0) {
        task.kernel().futexes().wake(pa, 1);
      }
    }
  }
}
