package exo.cpu.fake;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/** Opens {@link ScriptedCpu}s, all with the same script. */
public final class ScriptedProvider implements CpuProvider {
  private final Step[] script;

  public ScriptedProvider(Step... script) {
    this.script = script.clone();
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Probe probe() {
    return new Probe(true, "for tests", "");
  }

  @Override
  public PhysicalMemory.Backing backing() {
    return PhysicalMemory.Backing.ANONYMOUS;
  }

  @Override
  public Cpu open(
      PhysicalMemory ram, FrameAllocator frames, PageTables tables, CpuOptions options) {
    return new ScriptedCpu(ram, tables, script);
  }
}
