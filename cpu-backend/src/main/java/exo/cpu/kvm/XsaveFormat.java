package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import exo.cpu.CpuState;
import exo.cpu.kvm.sys.Kvm;
import java.lang.foreign.MemorySegment;

/**
 * Which registers XSAVE saves for guests, and how much room that takes.
 *
 * @param xcr0 the components that guests may use
 * @param size bytes of an area with all of them, standard format
 */
record XsaveFormat(long xcr0, int size) {
  /** x87, SSE, AVX, and the three of AVX-512. The others are the system's own. */
  private static final long COMPONENTS = 0xe7;

  private static final long X87_SSE = 3;
  private static final int AVX_COMPONENT = 2;
  private static final int LAST_COMPONENT = 7;

  private static final int XSAVE_LEAF = 0xd;

  // Offsets in an entry; function and index come first.
  private static final int EAX = 12;
  private static final int EBX = 16;

  /** From {@code struct kvm_cpuid2}, what KVM supports. */
  static XsaveFormat read(MemorySegment cpuid) {
    long xcr0 = Integer.toUnsignedLong(register(cpuid, 0, EAX)) & COMPONENTS | X87_SSE;
    int end = CpuState.XSAVE_MINIMUM;
    for (int component = AVX_COMPONENT; component <= LAST_COMPONENT; component++) {
      if ((xcr0 >>> component & 1) != 0) {
        end = Math.max(end, register(cpuid, component, EBX) + register(cpuid, component, EAX));
      }
    }
    return new XsaveFormat(xcr0, end);
  }

  /** 0 for a leaf that is not there, as the processor answers too. */
  private static int register(MemorySegment cpuid, int index, int register) {
    int count = cpuid.get(JAVA_INT, 0);
    for (int i = 0; i < count; i++) {
      long at = Kvm.CPUID_ENTRIES + i * Kvm.CPUID_ENTRY_SIZE;
      if (cpuid.get(JAVA_INT, at) == XSAVE_LEAF && cpuid.get(JAVA_INT, at + 4) == index) {
        return cpuid.get(JAVA_INT, at + register);
      }
    }
    return 0;
  }
}
