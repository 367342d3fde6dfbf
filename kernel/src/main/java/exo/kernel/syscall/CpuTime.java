package exo.kernel.syscall;

import exo.kernel.task.ResourceUse;
import exo.kernel.task.ThreadGroup;

/**
 * CPU time of a process split into user and system part: the sum is exact, the split follows what
 * the tick saw, as in Linux.
 */
record CpuTime(long userNanos, long systemNanos) {
  static CpuTime of(ThreadGroup group, long nowNanos) {
    long total = group.cpuNanos(nowNanos);
    ResourceUse use = group.use();
    long sampled = use.userTicks + use.systemTicks;
    long system = sampled == 0 ? 0 : (long) ((double) total * use.systemTicks / sampled);
    return new CpuTime(total - system, system);
  }
}
