package exo.cpu.kvm;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The processor that guests see, from its own CPUID.
 *
 * @param hwcap leaf 1 EDX
 * @param hwcap2 of Linux: bit 1 for FSGSBASE
 * @param instructionSets names as in {@code /proc/cpuinfo}
 */
record Features(long hwcap, long hwcap2, Set<String> instructionSets) {
  private static final int FSGSBASE = 1;
  private static final long HWCAP2_FSGSBASE = 2;

  // Names by bit; a gap is a dash (Intel SDM vol. 2 and AMD APM vol. 3, CPUID).
  private static final String LEAF_1_EDX =
      "fpu vme de pse tsc msr pae mce cx8 apic - sep mtrr pge mca cmov pat pse36 pn clflush - dts"
          + " acpi mmx fxsr sse sse2 ss ht tm ia64 pbe";
  private static final String LEAF_1_ECX =
      "pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid sdbg fma cx16 xtpr pdcm - pcid"
          + " dca sse4_1 sse4_2 x2apic movbe popcnt tsc_deadline_timer aes xsave osxsave avx f16c"
          + " rdrand hypervisor";
  private static final String LEAF_7_EBX =
      "fsgsbase tsc_adjust sgx bmi1 hle avx2 - smep bmi2 erms invpcid rtm - - mpx - avx512f avx512dq"
          + " rdseed adx smap avx512ifma - clflushopt clwb - - - avx512cd sha_ni avx512bw avx512vl";
  private static final String LEAF_7_ECX =
      "- avx512vbmi umip pku ospke - avx512_vbmi2 - gfni vaes vpclmulqdq avx512_vnni avx512_bitalg -"
          + " avx512_vpopcntdq - - - - - - - rdpid";
  private static final String LEAF_80000001_ECX =
      "lahf_lm cmp_legacy svm extapic cr8_legacy abm sse4a misalignsse 3dnowprefetch osvw ibs xop"
          + " skinit wdt - lwp fma4 tce - - - tbm";
  private static final String LEAF_80000001_EDX =
      "- - - - - - - - - - - syscall - - - - - - - - nx - mmxext - - fxsr_opt pdpe1gb rdtscp - lm";

  /** The CPUID instruction. */
  @FunctionalInterface
  interface Cpuid {
    /** EAX, EBX, ECX, EDX of a leaf and its sub-leaf. */
    int[] read(int leaf, int index) throws StartUpCheck.Failed;
  }

  static Features read(Cpuid cpuid) throws StartUpCheck.Failed {
    int[] one = cpuid.read(1, 0);
    int[] seven = cpuid.read(7, 0);
    int[] extended = cpuid.read(0x8000_0001, 0);
    Set<String> sets = new LinkedHashSet<>();
    add(sets, LEAF_1_EDX, one[3]);
    add(sets, LEAF_1_ECX, one[2]);
    add(sets, LEAF_7_EBX, seven[1]);
    add(sets, LEAF_7_ECX, seven[2]);
    add(sets, LEAF_80000001_ECX, extended[2]);
    add(sets, LEAF_80000001_EDX, extended[3]);
    return new Features(
        Integer.toUnsignedLong(one[3]), (seven[1] & FSGSBASE) != 0 ? HWCAP2_FSGSBASE : 0, sets);
  }

  private static void add(Set<String> sets, String names, int bits) {
    String[] byBit = names.split(" ", -1);
    for (int i = 0; i < byBit.length; i++) {
      if ((bits >>> i & 1) != 0 && !byBit[i].equals("-")) {
        sets.add(byBit[i]);
      }
    }
  }
}
