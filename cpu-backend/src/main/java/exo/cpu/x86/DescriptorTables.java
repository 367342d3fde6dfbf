package exo.cpu.x86;

import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * The kernel's half of every address space: descriptor tables, stubs for their gates, and for each
 * CPU a task state segment with the stack that a trap from ring 3 lands on.
 *
 * <pre>
 *   BASE            stubs, 8 bytes a vector, and the entry of SYSCALL
 *   BASE +  4 KiB   interrupt descriptor table
 *   BASE +  8 KiB   a page for each CPU: GDT, TSS at 0x80, the stack downwards from its end
 * </pre>
 *
 * <p>The kernel is Java, so a stub does nothing but call the host, by an OUT: of one byte to the
 * port that is its vector, or of four to {@link #SYSCALL_PORT}. Behind it stands the way back to
 * ring 3, IRETQ or SYSRET, for a host that has put the registers right; KVM's enters ring 3 by
 * setting all of them. Pages are never writable and executable at once. What ring 0 code engines
 * need of their own is in the last 2 GiB. Source: Intel SDM vol. 3, 3.4.5, 6.14, 7.7.
 */
public final class DescriptorTables {
  /** Where the upper half begins. */
  public static final long BASE = 0xffff_8000_0000_0000L;

  /** Four bytes that go there mean a SYSCALL. */
  public static final int SYSCALL_PORT = 0x80;

  private static final long IDT = BASE + PhysicalMemory.FRAME_SIZE;
  private static final long CPUS = BASE + 2 * PhysicalMemory.FRAME_SIZE;
  private static final int STUB_SIZE = 8;
  private static final int SYSCALL_OFFSET = Idt.VECTORS * STUB_SIZE;
  private static final long TSS_OFFSET = 0x80;

  private static final int OUT_AL = 0xe6;
  private static final int[] POP_ERROR_CODE = {0x48, 0x83, 0xc4, 0x08}; // add rsp, 8
  private static final int[] IRETQ = {0x48, 0xcf};

  private static final int[] SYSCALL_ENTRY = {
    0xe7,
    SYSCALL_PORT, // out SYSCALL_PORT, eax
    0x48,
    0x0f,
    0x07, // sysretq
  };

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final PageTables tables;

  /** Physical addresses of the stacks' upper ends, by CPU. */
  private final long[] stacks;

  private DescriptorTables(PhysicalMemory ram, FrameAllocator frames, PageTables tables, int cpus) {
    this.ram = ram;
    this.frames = frames;
    this.tables = tables;
    this.stacks = new long[cpus];
  }

  /**
   * Writes and maps them. The frames stay taken as long as the machine lives.
   *
   * @param cpus how many CPUs get a page
   * @throws IllegalStateException when guest memory is full
   */
  public static DescriptorTables create(
      PhysicalMemory ram, FrameAllocator frames, PageTables tables, int cpus) {
    DescriptorTables made = new DescriptorTables(ram, frames, tables, cpus);
    made.stubs(made.page(BASE, Pte.P));
    made.gates(made.page(IDT, Pte.P | Pte.NX));
    for (int cpu = 0; cpu < cpus; cpu++) {
      long va = cpuPage(cpu);
      long pa = made.page(va, Pte.P | Pte.W | Pte.NX);
      Gdt.write(ram, pa, va + TSS_OFFSET);
      Tss.write(ram, pa + TSS_OFFSET, made.stack(cpu));
      made.stacks[cpu] = pa + PhysicalMemory.FRAME_SIZE;
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

  /**
   * What the processor pushed when the last trap came from ring 3.
   *
   * @param word counted from the top of the stack: SS is 1, RSP, RFLAGS, CS, RIP, the error code 6
   */
  public long pushed(int cpu, int word) {
    return ram.getLong(stacks[cpu] - (long) word * Long.BYTES);
  }

  private void stubs(long pa) {
    for (int vector = 0; vector < Idt.VECTORS; vector++) {
      long at = put(pa + (long) vector * STUB_SIZE, OUT_AL, vector);
      if (Vector.hasErrorCode(vector)) {
        at = put(at, POP_ERROR_CODE);
      }
      put(at, IRETQ);
    }
    put(pa + SYSCALL_OFFSET, SYSCALL_ENTRY);
  }

  /** Answers where it ends. */
  private long put(long pa, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      ram.putByte(pa + i, (byte) bytes[i]);
    }
    return pa + bytes.length;
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
      throw new IllegalStateException("guest memory is full before the first program");
    }
    return frame << PhysicalMemory.FRAME_SHIFT;
  }
}
