package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Process groups that nobody could continue: no member has a parent in another group of the same
 * session. Their members do not stop, and those that are stopped when it happens get SIGHUP and
 * SIGCONT. Source: POSIX, "Orphaned Process Group".
 */
final class OrphanedGroups {
  private OrphanedGroups() {}

  /**
   * Whether the group is orphaned.
   *
   * @param ignored a process that is about to leave it, or null
   */
  static boolean isOrphaned(Processes processes, int processGroup, @Nullable ThreadGroup ignored) {
    for (ThreadGroup g : processes.groups()) {
      if (g.processGroup() != processGroup || g == ignored || g.isZombie()) {
        continue;
      }
      ThreadGroup parent = g.parent();
      if (parent != null
          && parent.processGroup() != processGroup
          && parent.session() == g.session()) {
        return false;
      }
    }
    return true;
  }

  /** A process ended: perhaps its group was held by it alone. */
  static void left(Processes processes, ThreadGroup ended) {
    ThreadGroup parent = ended.parent();
    if (parent != null
        && parent.processGroup() != ended.processGroup()
        && parent.session() == ended.session()) {
      wakeIfOrphaned(processes, ended.processGroup(), ended);
    }
  }

  /** A child lost its parent to another: perhaps its group was held by that one alone. */
  static void reparented(Processes processes, ThreadGroup child, ThreadGroup oldParent) {
    if (oldParent.processGroup() != child.processGroup()
        && oldParent.session() == child.session()) {
      wakeIfOrphaned(processes, child.processGroup(), null);
    }
  }

  private static void wakeIfOrphaned(
      Processes processes, int processGroup, @Nullable ThreadGroup ignored) {
    if (!isOrphaned(processes, processGroup, ignored)) {
      return;
    }
    boolean stopped = false;
    for (ThreadGroup g : processes.groups()) {
      stopped |= g.processGroup() == processGroup && g.isStopped() && !g.isZombie();
    }
    if (!stopped) {
      return;
    }
    for (ThreadGroup g : List.copyOf(processes.groups())) {
      if (g.processGroup() == processGroup) {
        SignalSending.toGroup(g, SignalInfo.kernel(Signals.SIGHUP));
        SignalSending.toGroup(g, SignalInfo.kernel(Signals.SIGCONT));
      }
    }
  }
}
