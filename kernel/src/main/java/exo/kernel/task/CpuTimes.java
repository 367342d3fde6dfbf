package exo.kernel.task;

import exo.kernel.sched.CpuSplit;

/**
 * What one CPU was busy with, as {@code /proc/stat} tells: how long is measured, the parts follow
 * what its ticks saw. Owned by the kernel lock.
 */
public final class CpuTimes {
  private final CpuSplit modes = new CpuSplit();

  // Of the time in user mode, that of nice values up to 0 and above.
  private final CpuSplit niceness = new CpuSplit();

  /** Ticks saw guest code of a task so often, and the kernel at work for it. */
  void ticked(int guest, int kernel, boolean nice) {
    modes.add(guest, kernel);
    niceness.add(nice ? 0 : guest, nice ? guest : 0);
  }

  /** Brings all parts up to a total, nanoseconds; returns itself. */
  public CpuTimes upTo(long busyNanos) {
    modes.upTo(busyNanos);
    niceness.upTo(modes.userNanos());
    return this;
  }

  /** In user mode with a nice value of 0 or below. */
  public long userNanos() {
    return niceness.userNanos();
  }

  /** In user mode with a nice value above 0. */
  public long niceNanos() {
    return niceness.systemNanos();
  }

  /** In the kernel. */
  public long systemNanos() {
    return modes.systemNanos();
  }
}
