package exo.kernel.task;

import exo.kernel.sched.WaitQueue;
import exo.kernel.sched.Waiter;
import exo.kernel.time.Timer;
import exo.kernel.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can end the wait of a task: the queues it stands on, and a time. Waiters and timer are used
 * again by each wait, so that waiting allocates nothing. Owned by the kernel lock.
 */
final class TaskWait {
  private final Task task;
  private final List<Waiter> waiters = new ArrayList<>(1);
  private int used;
  private final Timer timeout;

  /** Where the timeout was armed; null without one. */
  private @Nullable TimerQueue timeoutQueue;

  TaskWait(Task task) {
    this.task = task;
    timeout =
        new Timer() {
          @Override
          protected void expired(long nowNanos) {
            task.makeRunnable();
          }
        };
  }

  /** Stands on one more queue. */
  void on(WaitQueue queue) {
    if (used == waiters.size()) {
      waiters.add(new Waiter(task));
    }
    queue.add(waiters.get(used++));
  }

  /** Waits no longer than until the clock of this queue shows a time. */
  void until(TimerQueue queue, long deadlineNanos) {
    timeoutQueue = queue;
    queue.arm(timeout, deadlineNanos);
  }

  boolean isOnQueues() {
    return used != 0;
  }

  /** Nothing is waited for any more. */
  void end() {
    for (int i = 0; i < used; i++) {
      waiters.get(i).leave();
    }
    used = 0;
    if (timeoutQueue != null) {
      timeoutQueue.cancel(timeout);
      timeoutQueue = null;
    }
  }
}
