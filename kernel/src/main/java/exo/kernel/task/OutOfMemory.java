package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalInfo;

/** No frame is left: the process that holds most of them is killed, as Linux's OOM killer does. */
final class OutOfMemory {
  private OutOfMemory() {}

  static void kill(Task task) {
    ThreadGroup worst = task.group();
    long most = task.space().usage().resident();
    for (ThreadGroup g : task.kernel().processes().groups()) {
      if (g.tasks().isEmpty()) {
        continue;
      }
      long pages = g.tasks().getFirst().space().usage().resident();
      if (pages > most) {
        most = pages;
        worst = g;
      }
    }
    task.kernel().counters().outOfMemory++;
    SignalSending.toGroup(worst, SignalInfo.kernel(Signals.SIGKILL));
  }
}
