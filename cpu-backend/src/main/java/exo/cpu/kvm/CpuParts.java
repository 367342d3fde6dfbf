package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.Capabilities;
import exo.cpu.CpuOptions;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import exo.cpu.x86.DescriptorTables;
import exo.cpu.x86.Msr;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Builds a virtual CPU, in the order that KVM needs, and takes it down again. */
final class CpuParts implements AutoCloseable {
  private static final long HIGHEST_USER_ADDRESS = 0x7fff_ffff_f000L;

  /** What SYSCALL clears in RFLAGS: Linux's choice. */
  private static final long SYSCALL_MASK =
      Rflags.TF | Rflags.IF | Rflags.DF | Rflags.IOPL | Rflags.NT | Rflags.AC;

  private final VirtualMachine machine;
  private final Runnable closed;
  private final Arena arena = Arena.ofShared();
  private final int cpu;
  private final MemorySegment run;
  private final KernelHalf.TouchList list;
  private final DescriptorTables descriptors;
  private final Registers registers;
  private final FpuRegisters fpu;

  private CpuParts(
      VirtualMachine machine,
      CpuOptions options,
      int cpu,
      long run,
      KernelHalf.TouchList list,
      Runnable closed) {
    this.machine = machine;
    this.cpu = cpu;
    this.list = list;
    this.descriptors = options.descriptors();
    this.closed = closed;
    // Ours until close unmaps it; KVM writes to it while this CPU's thread is in KVM_RUN.
    this.run = MemorySegment.ofAddress(run).reinterpret(machine.runSize(), arena, null);
    MemorySegment sregs = arena.allocate(Kvm.SREGS_SIZE, 8);
    VirtualMachine.check(Libc.ioctl(cpu, Kvm.KVM_GET_SREGS, sregs), "KVM_GET_SREGS");
    MemorySegment kernel = arena.allocate(Kvm.SREGS_SIZE, 8);
    registers = new Registers(this.run, sregs, kernel, options, machine.tables().kernelRoot());
    VirtualMachine.check(Libc.ioctl(cpu, Kvm.KVM_SET_SREGS, kernel), "KVM_SET_SREGS");
    setMsrs();
    setComponents();
    fpu = new FpuRegisters(cpu, machine.xsave(), arena.allocate(Kvm.XSAVE_SIZE, 64));
  }

  static CpuParts create(VirtualMachine machine, CpuOptions options, Runnable closed)
      throws KernelHalf.OutOfFrames {
    KernelHalf.TouchList list = machine.half().touchList(options.index());
    boolean complete = false;
    int cpu = -1;
    long run = -1;
    try {
      cpu = machine.createCpu(options.index());
      run = Libc.mmap(cpu, machine.runSize());
      VirtualMachine.check(run < 0 ? (int) run : 0, "mmap of struct kvm_run");
      CpuParts parts = new CpuParts(machine, options, cpu, run, list, closed);
      complete = true;
      return parts;
    } finally {
      if (!complete) {
        release(machine, cpu, run, list);
      }
    }
  }

  private void setMsrs() {
    int[] numbers = {Msr.STAR, Msr.LSTAR, Msr.SFMASK};
    long[] values = {Selectors.STAR, descriptors.systemCallEntry(), SYSCALL_MASK};
    MemorySegment msrs = arena.allocate(Kvm.MSRS_ENTRIES + numbers.length * Kvm.MSR_ENTRY_SIZE, 8);
    msrs.set(JAVA_INT, 0, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      long at = Kvm.MSRS_ENTRIES + i * Kvm.MSR_ENTRY_SIZE;
      msrs.set(JAVA_INT, at, numbers[i]);
      msrs.set(JAVA_LONG, at + Kvm.MSR_DATA, values[i]);
    }
    int set = VirtualMachine.check(Libc.ioctl(cpu, Kvm.KVM_SET_MSRS, msrs), "KVM_SET_MSRS");
    if (set != numbers.length) {
      throw new IllegalStateException("KVM refuses MSR " + Integer.toHexString(numbers[set]));
    }
  }

  /** Without it AVX instructions would be undefined. */
  private void setComponents() {
    MemorySegment xcrs = arena.allocate(Kvm.XCRS_SIZE, 8);
    xcrs.set(JAVA_INT, 0, 1);
    xcrs.set(JAVA_LONG, Kvm.XCRS_VALUE, machine.xsave().xcr0());
    VirtualMachine.check(Libc.ioctl(cpu, Kvm.KVM_SET_XCRS, xcrs), "KVM_SET_XCRS");
  }

  int cpu() {
    return cpu;
  }

  /** {@code struct kvm_run}. */
  MemorySegment run() {
    return run;
  }

  KernelHalf.TouchList list() {
    return list;
  }

  Registers registers() {
    return registers;
  }

  FpuRegisters fpu() {
    return fpu;
  }

  Capabilities capabilities() {
    Features features = machine.findings().features();
    return new Capabilities(
        true,
        // The time stamp counter and RDRAND are the host's.
        false,
        true,
        false,
        HIGHEST_USER_ADDRESS,
        features.instructionSets(),
        true,
        machine.xsave().size(),
        features.hwcap(),
        features.hwcap2(),
        "x86_64",
        "KVM, synchronised registers");
  }

  @Override
  public void close() {
    arena.close();
    release(machine, cpu, run.address(), list);
    closed.run();
  }

  private static void release(
      VirtualMachine machine, int cpu, long run, KernelHalf.TouchList list) {
    if (run > 0) {
      Libc.munmap(run, machine.runSize());
    }
    if (cpu >= 0) {
      Libc.close(cpu);
    }
    machine.half().freeTouchList(list);
  }
}
