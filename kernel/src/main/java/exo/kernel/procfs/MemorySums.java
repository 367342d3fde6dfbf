package exo.kernel.procfs;

import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.MemoryUsage;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.mem.phys.FrameStatistics;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What all processes use together, in pages; an address space that several share counts once. */
final class MemorySums {
  long anonymous;
  long mapped;
  long tables;
  long locked;
  long committed;

  /** Frames of files and of the kernel's own data. */
  long cached;

  private MemorySums() {}

  static MemorySums of(KernelServices kernel) {
    MemorySums sums = new MemorySums();
    Set<AddressSpace> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ThreadGroup g : kernel.processes().groups()) {
      for (Task t : g.tasks()) {
        if (t.isAlive() && seen.add(t.space())) {
          sums.add(t.space());
        }
      }
    }
    FrameStatistics frames = kernel.frames().statistics();
    sums.cached = Math.max(0, frames.used() - sums.anonymous - sums.tables);
    // A page that several map is one page.
    sums.mapped = Math.min(sums.mapped, sums.cached);
    return sums;
  }

  private void add(AddressSpace space) {
    MemoryUsage u = space.usage();
    anonymous += u.anonymous();
    mapped += u.file() + u.shared();
    tables += space.tableFrames() + 1;
    locked += u.locked();
    committed += u.data() + u.stack() + u.shared();
  }
}
