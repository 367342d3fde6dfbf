package exo.kernel.irq;

import exo.cpu.x86.Gdt;
import exo.cpu.x86.Idt;
import exo.cpu.x86.Tss;
import exo.cpu.x86.Vector;
import exo.kernel.abi.KernelBug;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * The kernel's half of every address space: descriptor tables, stubs for their gates, and for each
 * CPU a task state segment with the stack that a trap from ring 3 lands on.
 *
 * <pre>
 *   BASE            stubs, 12 bytes a vector, their common end, and the entry of SYSCALL
 *   BASE +  4 KiB   interrupt descriptor table
 *   BASE +  8 KiB   a page for each CPU: GDT, TSS at 0x80, the stack downwards from its end
 * </pre>
 *
 * <p>A stub pushes what the processor did not (an error code of 0), then its vector. Their common
 * end waits in a HLT for the host to look, since the kernel itself is Java, and goes back to ring 3
 * by IRETQ. Pages are never writable and executable at once. Engines that need ring 0 code of their
 * own have it beside these, in the last 2 GiB. Source: Intel SDM vol. 3, 3.4.5, 6.14, 7.7.
 */
public final class DescriptorTables {
  /** Where the upper half begins. */
  public static final long BASE = 0xffff_8000_0000_0000L;

  private static final long IDT = BASE + PhysicalMemory.FRAME_SIZE;
  private static final long CPUS = BASE + 2 * PhysicalMemory.FRAME_SIZE;
  private static final int STUB_SIZE = 12;
  private static final int COMMON_OFFSET = Idt.VECTORS * STUB_SIZE;
  private static final int SYSCALL_OFFSET = COMMON_OFFSET + 16;
  private static final long TSS_OFFSET = 0x80;

  private static final int[] COMMON = {
    0xf4, // hlt
    0x48, 0x83, 0xc4, 0x10, // add rsp, 16: vector and error code
    0x48, 0xcf, // iretq
  };

  private static final int[] SYSCALL_ENTRY = {
    0xf4, // hlt
    0x48, 0x0f, 0x07, // sysretq
  };

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final PageTables tables;

  private DescriptorTables(PhysicalMemory ram, FrameAllocator frames, PageTables tables) {
    this.ram = ram;
    this.frames = frames;
    this.tables = tables;
  }

  /**
   * Writes and maps them. The frames stay taken as long as the machine lives.
   *
   * @param cpus how many CPUs get a page
   */
  public static DescriptorTables create(
      PhysicalMemory ram, FrameAllocator frames, PageTables tables, int cpus) {
    DescriptorTables made = new DescriptorTables(ram, frames, tables);
    made.stubs(made.page(BASE, Pte.P));
    made.gates(made.page(IDT, Pte.P | Pte.NX));
    for (int cpu = 0; cpu < cpus; cpu++) {
      long va = cpuPage(cpu);
      long pa = made.page(va, Pte.P | Pte.W | Pte.NX);
      Gdt.write(ram, pa, va + TSS_OFFSET);
      Tss.write(ram, pa + TSS_OFFSET, made.stack(cpu));
    }
    return made;
  }

  private static long cpuPage(int cpu) {
    return CPUS + cpu * PhysicalMemory.FRAME_SIZE;
  }

  /** Address of a CPU's global descriptor table. */
  public long gdt(int cpu) {
    return cpuPage(cpu);
  }

  /** Address of the interrupt descriptor table. */
  public long idt() {
    return IDT;
  }

  /** Address of a CPU's task state segment. */
  public long tss(int cpu) {
    return cpuPage(cpu) + TSS_OFFSET;
  }

  /** RSP0: where the stack of a CPU begins, downwards. */
  public long stack(int cpu) {
    return cpuPage(cpu) + PhysicalMemory.FRAME_SIZE;
  }

  /** Where the gate of a vector leads. */
  public long stub(int vector) {
    return BASE + (long) vector * STUB_SIZE;
  }

  /** What goes into the LSTAR register. */
  public long systemCallEntry() {
    return BASE + SYSCALL_OFFSET;
  }

  private void stubs(long pa) {
    for (int vector = 0; vector < Idt.VECTORS; vector++) {
      int at = vector * STUB_SIZE;
      if (!Vector.hasErrorCode(vector)) {
        put(pa + at, 0x6a, 0); // push 0
        at += 2;
      }
      put(pa + at, 0x68, vector, 0, 0, 0, 0xe9); // push vector; jmp common
      ram.putInt(pa + at + 6, COMMON_OFFSET - (at + 10));
    }
    put(pa + COMMON_OFFSET, COMMON);
    put(pa + SYSCALL_OFFSET, SYSCALL_ENTRY);
  }

  private void put(long pa, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      ram.putByte(pa + i, (byte) bytes[i]);
    }
  }

  private void gates(long pa) {
    for (int vector = 0; vector < Idt.VECTORS; vector++) {
      Idt.gate(ram, pa, vector, stub(vector), Vector.openToUser(vector) ? 3 : 0, 0);
    }
  }

  private long page(long va, long flags) {
    long frame = frames.allocZeroed();
    if (frame == FrameAllocator.NONE
        || !tables.map(tables.kernelRoot(), va, frame, flags | Pte.A | Pte.D)) {
      throw new KernelBug("guest memory is full before the first program");
    }
    return frame << PhysicalMemory.FRAME_SHIFT;
  }
}
