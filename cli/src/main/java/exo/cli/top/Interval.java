package exo.cli.top;

import exo.cli.control.Look;
import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.TaskView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened between two looks at a machine; without a first, since its start. Shares are in
 * percent of one CPU, and 0 when the machine's clock has not moved.
 */
final class Interval {
  private static final double HUNDRED = 100;

  private final Look look;
  private final long nanos;
  private final Map<Integer, Long> cpuIdleBefore = new HashMap<>();
  private final Map<Integer, Long> taskUsedBefore = new HashMap<>();

  Interval(@Nullable Look before, Look look) {
    this.look = look;
    if (before == null) {
      nanos = look.snapshot().uptimeNanos();
      return;
    }
    nanos = look.snapshot().uptimeNanos() - before.snapshot().uptimeNanos();
    for (CpuView c : before.snapshot().cpus()) {
      cpuIdleBefore.put(c.index(), c.idleNanos());
    }
    for (TaskView t : before.snapshot().tasks()) {
      taskUsedBefore.put(t.tid(), t.cpuNanos());
    }
  }

  /** What the machine was started to run. */
  String program() {
    return look.program();
  }

  /** How it was at the end. */
  MachineSnapshot end() {
    return look.snapshot();
  }

  /** How long a CPU had something to run. */
  double busyPercent(CpuView cpu) {
    long idle = cpu.idleNanos() - cpuIdleBefore.getOrDefault(cpu.index(), 0L);
    return nanos <= 0 ? 0 : HUNDRED - percent(idle);
  }

  /** How long a task ran. */
  double cpuPercent(TaskView task) {
    long before = taskUsedBefore.getOrDefault(task.tid(), 0L);
    // One that used less than before is another with the same number.
    return percent(before > task.cpuNanos() ? task.cpuNanos() : task.cpuNanos() - before);
  }

  private double percent(long part) {
    return nanos <= 0 ? 0 : Math.clamp(HUNDRED * part / nanos, 0, HUNDRED);
  }

  /** Those first that used most, then in the order they began. */
  List<TaskView> tasksByUse() {
    return end().tasks().stream()
        .sorted(Comparator.comparingDouble(this::cpuPercent).reversed())
        .toList();
  }
}
