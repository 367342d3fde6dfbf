package exo.cli.top;

import exo.cli.run.JsonWriter;
import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.TaskView;
import java.util.Locale;

/** An interval as one JSON object. */
final class TopJson {
  private static final long FRAME_SIZE = 4096;

  private TopJson() {}

  static String of(Interval interval, long pid) {
    MachineSnapshot s = interval.end();
    return new JsonWriter()
        .add("pid", pid)
        .add("program", interval.program())
        .add("uptime_nanoseconds", s.uptimeNanos())
        .add("memory_bytes", s.framesTotal() * FRAME_SIZE)
        .add("memory_used_bytes", s.framesUsed() * FRAME_SIZE)
        .add("interrupts", s.interrupts())
        .addObjects("cpus", s.cpus().stream().map(c -> cpu(interval, c)).toList())
        .addObjects("queues", s.queues().stream().map(TopJson::queue).toList())
        .addObjects("tasks", interval.tasksByUse().stream().map(t -> task(interval, t)).toList())
        .end();
  }

  private static JsonWriter cpu(Interval interval, CpuView c) {
    return new JsonWriter()
        .add("cpu", c.index())
        .add("busy_percent", interval.busyPercent(c))
        .add("idle_nanoseconds", c.idleNanos())
        .add("turns", c.turns())
        .add("preemptions", c.preemptions());
  }

  private static JsonWriter queue(QueueView q) {
    return new JsonWriter()
        .add("name", q.name())
        .add("waiting", q.waiting())
        .add("picked", q.picks())
        .add("wait_nanoseconds", q.waitNanos())
        .add("longest_wait_nanoseconds", q.longestWaitNanos());
  }

  private static JsonWriter task(Interval interval, TaskView t) {
    return new JsonWriter()
        .add("pid", t.pid())
        .add("tid", t.tid())
        .add("name", t.name())
        .add("state", t.state().name().toLowerCase(Locale.ROOT))
        .add("cpu", t.cpu() < 0 ? null : (long) t.cpu())
        .add("cpu_percent", interval.cpuPercent(t))
        .add("policy", "SCHED_" + TopTable.policy(t.policy()))
        .add("nice", t.nice())
        .add("queue", t.queue())
        .add("burst_nanoseconds", t.burstNanos())
        .add("burst_confidence_percent", t.burstConfidence())
        .add("cpu_nanoseconds", t.cpuNanos())
        .add("wait_nanoseconds", t.waitNanos())
        .add("voluntary_switches", t.voluntarySwitches())
        .add("involuntary_switches", t.involuntarySwitches());
  }
}
