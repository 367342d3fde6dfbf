package exo.kernel;

import exo.kernel.abi.KernelBug;
import exo.kernel.task.KernelServices;

/** Looks, when no program runs, whether everything is back. The lock is held. */
final class Auditor {
  private Auditor() {}

  static void check(Kernel kernel) {
    KernelServices s = kernel.services();
    expect("tasks", 0, s.processes().taskCount());
    expect("processes", 0, s.processes().groups().size());
    expect("register blocks", 0, s.cpuStates().outstanding());
    expect("futexes waited on", 0, s.futexes().size());
    expect("runnable tasks", 0, s.runnable());
    expect(
        "frames", kernel.baseFrames() + kernel.root().heldFrames(), s.frames().statistics().used());
  }

  private static void expect(String what, long wanted, long found) {
    if (wanted != found) {
      throw new KernelBug("audit: " + found + " " + what + " where there should be " + wanted);
    }
  }
}
