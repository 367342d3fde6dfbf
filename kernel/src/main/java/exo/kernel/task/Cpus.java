package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.Invalidation;
import exo.kernel.mm.TlbInvalidator;
import exo.mem.phys.StaleCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The virtual CPUs of one machine. */
public final class Cpus implements TlbInvalidator, StaleCode {
  private final List<Cpu> all = new CopyOnWriteArrayList<>();

  void add(Cpu cpu) {
    all.add(cpu);
  }

  void remove(Cpu cpu) {
    all.remove(cpu);
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
      all.get(i).codeChanged(frame, count);
    }
  }

  @Override
  public void invalidate(long root, long va, long length, Invalidation kind) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).invalidate(root, va, length, kind);
    }
  }
}
