package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.x86.Cr0;
import exo.cpu.x86.Cr4;
import exo.cpu.x86.DescriptorTables;
import exo.cpu.x86.Efer;
import exo.cpu.x86.Gdt;
import exo.cpu.x86.Idt;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;
import exo.cpu.x86.Tss;
import java.lang.foreign.MemorySegment;

/**
 * A virtual CPU's registers in the page that KVM shares with us: taken from there at each entry to
 * the machine, and put there at each exit.
 */
final class Registers {
  private static final int CODE = 11;
  private static final int DATA = 3;
  private static final int BUSY_TASK = 11;

  /** Before the registers go to the guest, all of them are given; after it, all are wanted. */
  private static final long GENERAL_AND_SYSTEM = Kvm.KVM_SYNC_X86_REGS | Kvm.KVM_SYNC_X86_SREGS;

  private static final long ALL = GENERAL_AND_SYSTEM | Kvm.KVM_SYNC_X86_EVENTS;
  private static final long EVENTS_SIZE = 64;
  private static final long EVENT_INJECTED = 0;
  private static final long EVENT_PENDING = 3;

  private final MemorySegment run;

  /** System registers as they are when ring 3 begins. */
  private final MemorySegment user;

  /** The same for ring 0. */
  private final MemorySegment kernel;

  /**
   * @param run {@code struct kvm_run}
   * @param reset {@code struct kvm_sregs} as KVM made it
   * @param kernelRoot the root that ring 0 works on
   */
  Registers(
      MemorySegment run,
      MemorySegment reset,
      MemorySegment kernel,
      CpuOptions options,
      long kernelRoot) {
    this.run = run;
    this.user = reset;
    this.kernel = kernel;
    describe(user, options.descriptors(), options.index());
    kernel.copyFrom(user);
    segment(kernel, Kvm.SREGS_CS, Selectors.KERNEL_CODE, CODE, 0);
    segment(kernel, Kvm.SREGS_SS, Selectors.KERNEL_DATA, DATA, 0);
    kernel.set(JAVA_LONG, Kvm.SREGS_CR3, kernelRoot);
    run.set(JAVA_LONG, Kvm.RUN_VALID_REGS, ALL);
  }

  private static void describe(MemorySegment sregs, DescriptorTables descriptors, int index) {
    segment(sregs, Kvm.SREGS_CS, Selectors.USER_CODE, CODE, 3);
    segment(sregs, Kvm.SREGS_SS, Selectors.USER_DATA, DATA, 3);
    for (long at : new long[] {Kvm.SREGS_DS, Kvm.SREGS_ES, Kvm.SREGS_FS, Kvm.SREGS_GS}) {
      segment(sregs, at, Selectors.USER_DATA, DATA, 3);
      sregs.set(JAVA_SHORT, at + Kvm.SEGMENT_SELECTOR, (short) 0);
    }
    segment(sregs, Kvm.SREGS_TR, Selectors.TASK_STATE, BUSY_TASK, 0);
    sregs.set(JAVA_BYTE, Kvm.SREGS_TR + Kvm.SEGMENT_S, (byte) 0);
    sregs.set(JAVA_BYTE, Kvm.SREGS_TR + Kvm.SEGMENT_L, (byte) 0);
    sregs.set(JAVA_BYTE, Kvm.SREGS_TR + Kvm.SEGMENT_G, (byte) 0);
    sregs.set(JAVA_BYTE, Kvm.SREGS_TR + Kvm.SEGMENT_DB, (byte) 0);
    sregs.set(JAVA_INT, Kvm.SREGS_TR + Kvm.SEGMENT_LIMIT, Tss.SIZE - 1);
    sregs.set(JAVA_LONG, Kvm.SREGS_TR, descriptors.tss(index));
    sregs.asSlice(Kvm.SREGS_LDT, 24).fill((byte) 0);
    sregs.set(JAVA_BYTE, Kvm.SREGS_LDT + Kvm.SEGMENT_UNUSABLE, (byte) 1);
    sregs.set(JAVA_LONG, Kvm.SREGS_GDT, descriptors.gdt(index));
    sregs.set(JAVA_SHORT, Kvm.SREGS_GDT + Kvm.DTABLE_LIMIT, (short) (Gdt.SIZE - 1));
    sregs.set(JAVA_LONG, Kvm.SREGS_IDT, descriptors.idt());
    sregs.set(JAVA_SHORT, Kvm.SREGS_IDT + Kvm.DTABLE_LIMIT, (short) (Idt.SIZE - 1));
    sregs.set(JAVA_LONG, Kvm.SREGS_CR0, Cr0.LONG_MODE);
    sregs.set(JAVA_LONG, Kvm.SREGS_CR4, Cr4.LONG_MODE);
    sregs.set(JAVA_LONG, Kvm.SREGS_EFER, Efer.LONG_MODE);
  }

  private static void segment(MemorySegment sregs, long at, int selector, int type, int ring) {
    boolean code = type == CODE;
    sregs.asSlice(at, 24).fill((byte) 0);
    sregs.set(JAVA_INT, at + Kvm.SEGMENT_LIMIT, -1);
    sregs.set(JAVA_SHORT, at + Kvm.SEGMENT_SELECTOR, (short) selector);
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_TYPE, (byte) type);
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_PRESENT, (byte) 1);
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_DPL, (byte) ring);
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_DB, (byte) (code ? 0 : 1));
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_S, (byte) 1);
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_L, (byte) (code ? 1 : 0));
    sregs.set(JAVA_BYTE, at + Kvm.SEGMENT_G, (byte) 1);
  }

  /**
   * For ring 3.
   *
   * @param afresh whether nothing is kept of what ran before: data selectors, a pending exception
   */
  void load(CpuState state, long root, boolean afresh) {
    MemorySegment from = state.segment();
    copy(from, CpuState.RAX, Kvm.REGS_RAX);
    copy(from, CpuState.RBX, Kvm.REGS_RBX);
    copy(from, CpuState.RCX, Kvm.REGS_RCX);
    copy(from, CpuState.RDX, Kvm.REGS_RDX);
    copy(from, CpuState.RSI, Kvm.REGS_RSI);
    copy(from, CpuState.RDI, Kvm.REGS_RDI);
    copy(from, CpuState.RSP, Kvm.REGS_RSP);
    copy(from, CpuState.RBP, Kvm.REGS_RBP);
    MemorySegment.copy(from, CpuState.R8, run, Kvm.RUN_REGS + Kvm.REGS_R8, 8 * Long.BYTES);
    copy(from, CpuState.RIP, Kvm.REGS_RIP);
    general(Kvm.REGS_RFLAGS, Rflags.sanitize(state.rflags()));
    if (afresh) {
      MemorySegment.copy(user, 0, run, Kvm.RUN_SREGS, Kvm.SREGS_SIZE);
      run.asSlice(Kvm.RUN_EVENTS, EVENTS_SIZE).fill((byte) 0);
    } else {
      // A trap has loaded those of ring 0.
      MemorySegment.copy(user, Kvm.SREGS_CS, run, Kvm.RUN_SREGS + Kvm.SREGS_CS, 24);
      MemorySegment.copy(user, Kvm.SREGS_SS, run, Kvm.RUN_SREGS + Kvm.SREGS_SS, 24);
    }
    system(Kvm.SREGS_FS, state.fsBase());
    system(Kvm.SREGS_GS, state.gsBase());
    system(Kvm.SREGS_CR3, root);
    run.set(JAVA_LONG, Kvm.RUN_DIRTY_REGS, afresh ? ALL : GENERAL_AND_SYSTEM);
  }

  private void copy(MemorySegment from, long stateOffset, long register) {
    general(register, from.get(JAVA_LONG, stateOffset));
  }

  /** For ring 0: the stub that touches page tables. */
  void loadTouch(long list, int count) {
    general(Kvm.REGS_RIP, KernelHalf.TOUCH_ENTRY);
    general(Kvm.REGS_RFLAGS, Rflags.FIXED);
    general(Kvm.REGS_RSI, list);
    general(Kvm.REGS_RCX, count);
    MemorySegment.copy(kernel, 0, run, Kvm.RUN_SREGS, Kvm.SREGS_SIZE);
    run.asSlice(Kvm.RUN_EVENTS, EVENTS_SIZE).fill((byte) 0);
    run.set(JAVA_LONG, Kvm.RUN_DIRTY_REGS, ALL);
  }

  /** All that the guest can have changed, RIP, RSP and RFLAGS as they are at this exit. */
  void store(CpuState state) {
    MemorySegment to = state.segment();
    to.set(JAVA_LONG, CpuState.RAX, general(Kvm.REGS_RAX));
    to.set(JAVA_LONG, CpuState.RBX, general(Kvm.REGS_RBX));
    to.set(JAVA_LONG, CpuState.RCX, general(Kvm.REGS_RCX));
    to.set(JAVA_LONG, CpuState.RDX, general(Kvm.REGS_RDX));
    to.set(JAVA_LONG, CpuState.RSI, general(Kvm.REGS_RSI));
    to.set(JAVA_LONG, CpuState.RDI, general(Kvm.REGS_RDI));
    to.set(JAVA_LONG, CpuState.RSP, general(Kvm.REGS_RSP));
    to.set(JAVA_LONG, CpuState.RBP, general(Kvm.REGS_RBP));
    MemorySegment.copy(run, Kvm.RUN_REGS + Kvm.REGS_R8, to, CpuState.R8, 8 * Long.BYTES);
    state.rip(general(Kvm.REGS_RIP));
    state.rflags(general(Kvm.REGS_RFLAGS));
    state.fsBase(system(Kvm.SREGS_FS));
    state.gsBase(system(Kvm.SREGS_GS));
  }

  /**
   * Whether the guest can be left here: in ring 3, and not about to be trapped out of it. Ring 3
   * with interrupts off is a system call that has not reached ring 0 yet.
   */
  boolean isInterruptible() {
    int selector = run.get(JAVA_SHORT, Kvm.RUN_SREGS + Kvm.SREGS_CS + Kvm.SEGMENT_SELECTOR);
    return (selector & 3) == 3
        && (general(Kvm.REGS_RFLAGS) & Rflags.IF) != 0
        && run.get(JAVA_BYTE, Kvm.RUN_EVENTS + EVENT_INJECTED) == 0
        && run.get(JAVA_BYTE, Kvm.RUN_EVENTS + EVENT_PENDING) == 0;
  }

  long faultAddress() {
    return system(Kvm.SREGS_CR2);
  }

  long rip() {
    return general(Kvm.REGS_RIP);
  }

  private long general(long register) {
    return run.get(JAVA_LONG, Kvm.RUN_REGS + register);
  }

  private void general(long register, long value) {
    run.set(JAVA_LONG, Kvm.RUN_REGS + register, value);
  }

  private long system(long register) {
    return run.get(JAVA_LONG, Kvm.RUN_SREGS + register);
  }

  private void system(long register, long value) {
    run.set(JAVA_LONG, Kvm.RUN_SREGS + register, value);
  }
}
