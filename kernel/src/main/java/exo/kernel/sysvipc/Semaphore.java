package exo.kernel.sysvipc;

import exo.kernel.sched.WaitQueue;
import exo.kernel.sched.Waiter;

/** One semaphore of a set. Owned by the kernel lock. */
public final class Semaphore {
  private final WaitQueue growth = new WaitQueue();
  private final WaitQueue zero = new WaitQueue();
  private int value;
  private int lastPid;

  public int value() {
    return value;
  }

  /** Sets it and wakes whom that concerns. */
  void set(int newValue, int pid) {
    boolean grew = newValue > value;
    value = newValue;
    lastPid = pid;
    if (grew) {
      growth.wakeAll();
    }
    if (newValue == 0) {
      zero.wakeAll();
    }
  }

  /** GETPID: who changed it last. */
  public int lastPid() {
    return lastPid;
  }

  /** Where those wait for whom it is too small. */
  public WaitQueue growth() {
    return growth;
  }

  /** Where those wait who wait for zero. */
  public WaitQueue zero() {
    return zero;
  }

  /** GETNCNT, GETZCNT: how many wait on a queue. */
  public static int count(WaitQueue queue) {
    int n = 0;
    for (Waiter w = queue.first(); w != null; w = queue.after(w)) {
      n++;
    }
    return n;
  }

  void removed() {
    growth.wakeAll();
    zero.wakeAll();
  }
}
