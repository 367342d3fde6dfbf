package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalInfo;

/** CPU timers, RLIMIT_CPU and the machine's own limit of CPU time, looked at on every tick. */
final class CpuLimits {
  private static final long SECOND = 1_000_000_000L;

  private CpuLimits() {}

  static void check(KernelServices kernel, Task task) {
    long now = kernel.clock().monotonicNanos();
    ThreadGroup group = task.group();
    group.timers().expireCpu(task, now);
    long seconds = group.cpuNanos(now) / SECOND;
    ResourceLimits limits = group.limits();
    long hard = limits.hard(ResourceLimits.CPU);
    long soft = limits.bound(ResourceLimits.CPU);
    if (hard >= 0 && seconds >= hard) {
      SignalSending.toGroup(group, SignalInfo.kernel(Signals.SIGKILL));
    } else if (seconds >= soft) {
      // As Linux: the limit itself moves on, for the next warning.
      limits.set(ResourceLimits.CPU, soft + 1, hard);
      SignalSending.toGroup(group, SignalInfo.kernel(Signals.SIGXCPU));
    }
    if (kernel.config().cpuNanos() != Long.MAX_VALUE
        && kernel.cpuNanos(now) >= kernel.config().cpuNanos()) {
      kernel.limitReached("CPU time");
    }
  }
}
