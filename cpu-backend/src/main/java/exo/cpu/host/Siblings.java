package exo.cpu.host;

import exo.mem.phys.PhysicalMemory;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The CPUs of one machine: how many there are, and on which of the host's. Thread-safe. */
final class Siblings {
  private static final int UNPLACED = Integer.MIN_VALUE;

  private final AtomicInteger count = new AtomicInteger();
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

  /** A CPU is open. */
  void join() {
    count.incrementAndGet();
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

  /** A CPU is closed. */
  void leave() {
    count.decrementAndGet();
  }

  /** Whether a task may run on another CPU next. */
  boolean several() {
    return count.get() > 1;
  }
}
