package exo.cpu.host;

import exo.mem.phys.PhysicalMemory;
import java.util.Map;
import java.util.WeakHashMap;

/** How many CPUs one machine has. Thread-safe. */
final class Siblings {
  private volatile int count;

  /** The CPUs that share this RAM. */
  static Siblings join(Map<PhysicalMemory, Siblings> machines, PhysicalMemory ram) {
    synchronized (machines) {
      Siblings all = machines.computeIfAbsent(ram, r -> new Siblings());
      all.count++;
      return all;
    }
  }

  static Map<PhysicalMemory, Siblings> none() {
    return new WeakHashMap<>();
  }

  /** Whether a task may run on another CPU next. */
  boolean several() {
    return count > 1;
  }
}
