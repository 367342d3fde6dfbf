package exo.cpu;

import java.util.Set;

/**
 * What an engine can do.
 *
 * @param parallel several virtual CPUs of one machine may be inside guest code at once; if not, one
 *     at a time
 * @param deterministic the same state and memory always run the same way, kicks and the time stamp
 *     counter aside
 * @param singleStep RFLAGS.TF raises vector 1 after each instruction
 * @param coverage the engine can report the basic blocks it runs
 * @param highestUserAddress first address a guest program may not map, for example {@code
 *     0x7ffffffff000}
 * @param instructionSets names as in the flags line of {@code /proc/cpuinfo}, in lower case
 * @param accessedDirty the A and D bits of the page tables are set as on hardware
 * @param xsaveSize bytes of the XSAVE area in each {@link CpuState}, standard format
 * @param hwcap CPUID leaf 1 EDX, the value of AT_HWCAP
 * @param hwcap2 the value of AT_HWCAP2: bit 1 is FSGSBASE
 * @param platform the value of AT_PLATFORM
 * @param detail one line for people: the library, its version and which ways of working the
 *     start-up check chose
 */
public record Capabilities(
    boolean parallel,
    boolean deterministic,
    boolean singleStep,
    boolean coverage,
    long highestUserAddress,
    Set<String> instructionSets,
    boolean accessedDirty,
    int xsaveSize,
    long hwcap,
    long hwcap2,
    String platform,
    String detail) {
  public Capabilities {
    instructionSets = Set.copyOf(instructionSets);
  }
}
