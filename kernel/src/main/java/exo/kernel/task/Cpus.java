package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.Invalidation;
import exo.kernel.mm.TlbInvalidator;
import exo.mem.phys.StaleCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The virtual CPUs of one machine. An engine that runs one at a time is told nothing while it is in
 * guest code on another thread: the CPU is brought out first.
 */
public final class Cpus implements TlbInvalidator, StaleCode {
  private final List<Cpu> all = new CopyOnWriteArrayList<>();

  /** Who runs each of them, in the same order. Owned by the kernel lock. */
  private final List<TaskRunner> runners = new ArrayList<>();

  void add(Cpu cpu, TaskRunner runner) {
    all.add(cpu);
    runners.add(runner);
  }

  void remove(Cpu cpu, TaskRunner runner) {
    all.remove(cpu);
    runners.remove(runner);
  }

  public List<Cpu> all() {
    return all;
  }

  /** Any thread. */
  void kickAll() {
    for (Cpu cpu : all) {
      cpu.kick();
    }
  }

  @Override
  public void codeChanged(long frame, long count) {
    for (int i = 0; i < all.size(); i++) {
      Cpu cpu = all.get(i);
      bringOut(cpu, i);
      cpu.codeChanged(frame, count);
    }
  }

  @Override
  public void invalidate(long root, long va, long length, Invalidation kind) {
    for (int i = 0; i < all.size(); i++) {
      Cpu cpu = all.get(i);
      bringOut(cpu, i);
      cpu.invalidate(root, va, length, kind);
    }
  }

  /** The caller's own CPU is out already, and comes at no cost but a look. */
  private void bringOut(Cpu cpu, int index) {
    if (!cpu.capabilities().parallel()) {
      runners.get(index).callOut();
    }
  }
}
