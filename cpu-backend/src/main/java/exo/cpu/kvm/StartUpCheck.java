package exo.cpu.kvm;

import exo.cpu.Cpu;
import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.cpu.x86.Vector;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * Runs a few instructions in an address space of its own before anybody else does: to see whether
 * this KVM keeps to what the engine builds on, and where it is not like hardware.
 */
final class StartUpCheck implements AutoCloseable {
  private static final long CODE = 0x40_0000;
  private static final long DATA = 0x60_0000;

  /** cpuid; mov r8d, ecx; syscall. */
  private static final int[] CPUID = {0x0f, 0xa2, 0x41, 0x89, 0xc8, 0x0f, 0x05};

  /** icebp; syscall. */
  private static final int[] ICEBP = {0xf1, 0x0f, 0x05};

  /** mov [rdi], rdi; syscall. */
  private static final int[] STORE = {0x48, 0x89, 0x3f, 0x0f, 0x05};

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final PageTables tables;
  private final KvmCpu cpu;
  private final CpuStates states;
  private final CpuState state;
  private final long root;
  private final long codeFrame;
  private final long dataFrame;

  /** This KVM does not do what it should. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super(why);
    }
  }

  /**
   * What was found.
   *
   * @param stopsAtIcebp whether RIP is at the instruction when {@code icebp} traps, not behind it
   */
  record Findings(Features features, boolean stopsAtIcebp) {}

  StartUpCheck(
      PhysicalMemory ram, FrameAllocator frames, PageTables tables, KvmCpu cpu, int xsaveSize)
      throws KernelHalf.OutOfFrames {
    this.ram = ram;
    this.frames = frames;
    this.tables = tables;
    this.cpu = cpu;
    states = new CpuStates(xsaveSize);
    state = states.take();
    root = tables.newRoot();
    codeFrame = frames.allocZeroed();
    dataFrame = frames.allocZeroed();
    boolean complete = false;
    try {
      if (root == PageTables.NONE
          || codeFrame == FrameAllocator.NONE
          || dataFrame == FrameAllocator.NONE
          || !tables.map(root, CODE, codeFrame, Pte.P | Pte.U)
          || !tables.map(root, DATA, dataFrame, Pte.P | Pte.U | Pte.W | Pte.NX)) {
        throw new KernelHalf.OutOfFrames();
      }
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  Findings run() throws Failed {
    Features features = Features.read(this::cpuid);
    boolean stopsAtIcebp = stopsAtIcebp();
    revokeIsSeen();
    return new Findings(features, stopsAtIcebp);
  }

  private void code(int[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      ram.putByte((codeFrame << PhysicalMemory.FRAME_SHIFT) + i, (byte) bytes[i]);
    }
    state.rip(CODE);
  }

  private void expect(Exit wanted) throws Failed {
    Exit exit = cpu.run(state, root);
    while (exit == Exit.INTERRUPTED) {
      exit = cpu.run(state, root);
    }
    if (exit != wanted) {
      throw new Failed(
          "a check ended in "
              + exit
              + " (vector "
              + cpu.info().vector()
              + " "
              + cpu.info().reason()
              + ") instead of "
              + wanted);
    }
  }

  private int[] cpuid(int leaf, int index) throws Failed {
    code(CPUID);
    state.rax(leaf);
    state.rcx(index);
    expect(Exit.SYSCALL);
    return new int[] {
      (int) state.rax(), (int) state.rbx(), (int) state.r8(), (int) state.rdx(),
    };
  }

  private boolean stopsAtIcebp() throws Failed {
    code(ICEBP);
    expect(Exit.EXCEPTION);
    if (cpu.info().vector() != Vector.DEBUG) {
      throw new Failed("icebp raised vector " + cpu.info().vector());
    }
    return state.rip() == CODE;
  }

  private void revokeIsSeen() throws Failed {
    code(STORE);
    state.rdi(DATA);
    expect(Exit.SYSCALL);
    tables.unmap(root, DATA);
    cpu.invalidate(root, DATA, PhysicalMemory.FRAME_SIZE, Invalidation.RIGHTS_REVOKED);
    code(STORE);
    expect(Exit.PAGE_FAULT);
    if (cpu.info().address() != DATA) {
      throw new Failed("a page fault has the address " + Long.toHexString(cpu.info().address()));
    }
  }

  @Override
  public void close() {
    if (root != PageTables.NONE) {
      cpu.invalidate(root, 0, Cpu.ALL, Invalidation.ADDRESS_SPACE_GONE);
      tables.destroy(root);
    }
    if (codeFrame != FrameAllocator.NONE) {
      frames.release(codeFrame);
    }
    if (dataFrame != FrameAllocator.NONE) {
      frames.release(dataFrame);
    }
    cpu.discardState(state);
    states.close();
  }
}
