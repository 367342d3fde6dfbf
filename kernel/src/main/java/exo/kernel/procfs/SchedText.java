package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.sched.DeadlineServer;
import exo.kernel.sched.EntityStatistics;
import exo.kernel.sched.QueueStatistics;
import exo.kernel.sched.Rank;
import exo.kernel.sched.Scheduler;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/schedstat} and {@code /proc/PID/sched}. Source: the kernel's sched-stats document.
 */
final class SchedText {
  private static final double MILLION = 1e6;

  /** Columns that our scheduler has no meaning for. */
  private static final String NOTHING = " 0";

  private SchedText() {}

  /** The lines that Linux has, of version 15, and after each CPU's what our queues have done. */
  static void machine(StringBuilder out, KernelServices kernel) {
    Scheduler s = kernel.scheduler();
    long now = kernel.clock().monotonicNanos();
    out.append("version 15\ntimestamp ").append(now / 10_000_000).append('\n');
    for (VirtualCpu c : s.cpus()) {
      out.append("cpu").append(c.index()).append(' ').append(c.yields()).append(NOTHING);
      out.append(' ').append(c.turns()).append(NOTHING).append(NOTHING).append(NOTHING);
      out.append(' ').append(c.runNanos()).append(' ').append(c.waitNanos());
      out.append(' ').append(c.turns()).append('\n');
    }
    // Beyond Linux: queue, waiting now, picked, time waited, longest wait.
    queue(out, s, Rank.DEADLINE);
    queue(out, s, Rank.AGED - 1);
    for (int rank = Rank.HOT; rank <= Rank.IDLE; rank++) {
      queue(out, s, rank);
    }
  }

  private static void queue(StringBuilder out, Scheduler s, int rank) {
    QueueStatistics q = s.picked(rank);
    out.append("queue ").append(Rank.name(rank)).append(' ').append(s.runnable(rank));
    out.append(' ').append(q.picks()).append(' ').append(q.waitNanos());
    out.append(' ').append(q.longestWaitNanos()).append('\n');
  }

  static void entity(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel)
      throws Errno {
    Task t = ProcessFiles.living(task);
    long now = kernel.clock().monotonicNanos();
    EntityStatistics s = t.statistics();
    out.append(t.name()).append(" (").append(t.tid()).append(", #threads: ");
    out.append(group.tasks().size()).append(")\n").append("-".repeat(67)).append('\n');
    millis(out, "se.vruntime", t.virtualNanos());
    millis(out, "se.sum_exec_runtime", t.cpuNanos(now));
    line(out, "se.nr_migrations", s.migrations);
    millis(out, "wait_sum", s.waitNanos);
    millis(out, "wait_max", s.longestWaitNanos);
    line(out, "nr_wakeups", s.wakeUps);
    line(out, "nr_switches", s.voluntarySwitches + s.involuntarySwitches);
    line(out, "nr_voluntary_switches", s.voluntarySwitches);
    line(out, "nr_involuntary_switches", s.involuntarySwitches);
    line(out, "policy", t.policy());
    line(out, "prio", t.realtimePriority() == 0 ? 120 + t.nice() : 99 - t.realtimePriority());
    text(out, "exo.queue", t.queueName());
    millis(out, "exo.burst.mean", t.bursts().predictedNanos());
    millis(out, "exo.burst.deviation", (long) Math.sqrt(t.bursts().variance()));
    line(out, "exo.burst.confidence", t.bursts().confidence());
    millis(out, "exo.burst.present", t.burstNanos());
    DeadlineServer d = t.deadline();
    if (d != null) {
      millis(out, "dl.runtime", d.remainingNanos());
      line(out, "exo.dl.periods", d.periods());
      line(out, "exo.dl.missed", d.missed());
      line(out, "exo.dl.overruns", d.overruns());
      millis(out, "exo.dl.latest", d.latestNanos());
    }
  }

  private static void millis(StringBuilder out, String name, long nanos) {
    out.append(String.format(Locale.ROOT, "%-45s:%21.6f\n", name, nanos / MILLION));
  }

  private static void line(StringBuilder out, String name, long value) {
    out.append(String.format(Locale.ROOT, "%-45s:%21d\n", name, value));
  }

  private static void text(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-45s:%21s\n", name, value));
  }
}
