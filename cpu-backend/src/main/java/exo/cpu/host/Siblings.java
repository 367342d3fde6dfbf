package exo.cpu.host;

import exo.mem.phys.PhysicalMemory;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many CPUs one machine has. Thread-safe. */
final class Siblings {
  private final AtomicInteger count = new AtomicInteger();

  /** Machines without any CPU yet, by their RAM. */
  static Map<PhysicalMemory, Siblings> none() {
    return new WeakHashMap<>();
  }

  /** One CPU more that shares this RAM. */
  static Siblings join(Map<PhysicalMemory, Siblings> machines, PhysicalMemory ram) {
    synchronized (machines) {
      Siblings all = machines.computeIfAbsent(ram, r -> new Siblings());
      all.count.incrementAndGet();
      return all;
    }
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
