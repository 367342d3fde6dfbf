package exo.cpu.host;

import exo.mem.phys.PhysicalMemory;
import java.util.Map;
import java.util.WeakHashMap;

/** Where the CPUs of one machine are among the host's. Thread-safe. */
final class Siblings {
  private static final int UNPLACED = Integer.MIN_VALUE;

  private int first = UNPLACED;

  /** Machines without any CPU yet, by their RAM. */
  static Map<PhysicalMemory, Siblings> none() {
    return new WeakHashMap<>();
  }

  /** Those that share this RAM. */
  static Siblings of(Map<PhysicalMemory, Siblings> machines, PhysicalMemory ram) {
    synchronized (machines) {
      return machines.computeIfAbsent(ram, r -> new Siblings());
    }
  }

  /**
   * Which of the host's CPUs a virtual one gets: the first that is opened gets the one where it is,
   * and the others those around it by their numbers, wherever their threads happen to start.
   *
   * @param index number of the virtual CPU
   * @param here where its thread is, among those that it may use
   * @param allowed how many those are
   */
  synchronized int place(int index, int here, int allowed) {
    if (first == UNPLACED) {
      first = here - index;
    }
    return Math.floorMod(first + index, allowed);
  }
}
