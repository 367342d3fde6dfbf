package exo.cpu.host;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.x86.DescriptorTables;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/** A Java process in the middle of guest code, to be killed by {@link LifecycleTest}. */
final class Victim {
  private static final long CODE = 0x40_0000;

  private Victim() {}

  public static void main(String[] arguments) throws Exception {
    HostProvider provider = new HostProvider();
    PhysicalMemory ram = PhysicalMemory.reserve(8 << 20, provider.backing());
    FrameAllocator frames = new FrameAllocator(ram);
    PageTables tables = new PageTables(ram, frames);
    Cpu cpu =
        provider.open(
            ram,
            frames,
            tables,
            new CpuOptions(0, DescriptorTables.create(ram, frames, tables, 1)));
    CpuStates states = new CpuStates(cpu.capabilities().xsaveSize());
    long root = tables.newRoot();
    long frame = frames.allocZeroed();
    tables.map(root, CODE, frame, Pte.P | Pte.U);
    ram.putShort(frame << PhysicalMemory.FRAME_SHIFT, (short) 0xfeeb); // jmp to itself
    CpuState state = states.take();
    state.rip(CODE);
    System.out.println("running");
    cpu.run(state, root);
  }
}
