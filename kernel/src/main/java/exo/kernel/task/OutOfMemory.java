package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalInfo;

/**
 * No frame is left: the process that holds most of them is killed, as Linux's OOM killer does. When
 * all are exempt it is the one that asks for more.
 */
final class OutOfMemory {
  private OutOfMemory() {}

  static void kill(Task task) {
    ThreadGroup worst = task.group();
    long all = task.kernel().frames().statistics().total();
    long most = Long.MIN_VALUE;
    for (ThreadGroup g : task.kernel().processes().groups()) {
      if (g.tasks().isEmpty()) {
        continue;
      }
      long pages = g.oom().badness(g.tasks().getFirst().space().usage().resident(), all);
      if (pages > most) {
        most = pages;
        worst = g;
      }
    }
    task.kernel().counters().outOfMemory++;
    SignalSending.toGroup(worst, SignalInfo.kernel(Signals.SIGKILL));
  }
}
