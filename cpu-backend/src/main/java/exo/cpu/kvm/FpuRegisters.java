package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuState;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import java.lang.foreign.MemorySegment;

/**
 * Moves x87, SSE and AVX registers between a virtual CPU and the XSAVE area of a {@link CpuState}.
 * Both are in the standard format.
 */
final class FpuRegisters {
  /** The header of the area from its second word on: no compaction, the rest reserved. */
  private static final long HEADER_REST = CpuState.XSAVE_XSTATE_BV + 8;

  private static final long HEADER_END = CpuState.XSAVE_MINIMUM;

  private final int cpu;
  private final XsaveFormat format;
  private final MemorySegment area;

  /** The bits that MXCSR has on this processor. */
  private final int mxcsrBits;

  /**
   * @param area {@code struct kvm_xsave}
   */
  FpuRegisters(int cpu, XsaveFormat format, MemorySegment area) {
    this.cpu = cpu;
    this.format = format;
    this.area = area;
    read();
    mxcsrBits = area.get(JAVA_INT, CpuState.XSAVE_MXCSR_MASK);
  }

  private void read() {
    VirtualMachine.check(Libc.ioctl(cpu, Kvm.KVM_GET_XSAVE, area), "KVM_GET_XSAVE");
  }

  /** Out of the virtual CPU. */
  void store(CpuState state) {
    read();
    MemorySegment to = state.xsave();
    MemorySegment.copy(area, 0, to, 0, Math.min(to.byteSize(), format.size()));
  }

  /**
   * Into the virtual CPU. What it has not, and bits that would make it refuse the whole, are left
   * out.
   */
  void load(CpuState state) {
    MemorySegment from = state.xsave();
    MemorySegment.copy(from, 0, area, 0, Math.min(from.byteSize(), format.size()));
    long present = area.get(JAVA_LONG, CpuState.XSAVE_XSTATE_BV) & format.xcr0();
    area.set(JAVA_LONG, CpuState.XSAVE_XSTATE_BV, present);
    area.asSlice(HEADER_REST, HEADER_END - HEADER_REST).fill((byte) 0);
    int mxcsr = area.get(JAVA_INT, CpuState.XSAVE_MXCSR);
    area.set(JAVA_INT, CpuState.XSAVE_MXCSR, mxcsr & mxcsrBits);
    VirtualMachine.check(Libc.ioctl(cpu, Kvm.KVM_SET_XSAVE, area), "KVM_SET_XSAVE");
  }
}
