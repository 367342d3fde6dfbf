package exo.cpu.x86;

import exo.mem.phys.PhysicalMemory;

/** Builds an interrupt descriptor table of 64-bit gates (Intel SDM vol. 3, 6.14.1). */
public final class Idt {
  public static final int VECTORS = 256;
  public static final int GATE_SIZE = 16;

  /** Size in bytes; the limit is one less. */
  public static final int SIZE = VECTORS * GATE_SIZE;

  private static final long PRESENT = 1L << 47;
  private static final long INTERRUPT_GATE = 0xeL << 40;

  private Idt() {}

  /**
   * Writes one interrupt gate: interrupts are off in the handler.
   *
   * @param pa where the table begins
   * @param handler virtual address of the code
   * @param ring the least privileged ring that may raise the vector by {@code int n}, 0 to 3
   * @param ist which stack of the task state segment to use, 1 to 7, or 0 for RSP0
   */
  public static void gate(
      PhysicalMemory ram, long pa, int vector, long handler, int ring, int ist) {
    long at = pa + (long) vector * GATE_SIZE;
    ram.putLong(
        at,
        (handler & 0xffff)
            | ((long) Selectors.KERNEL_CODE << 16)
            | ((long) ist << 32)
            | INTERRUPT_GATE
            | ((long) ring << 45)
            | PRESENT
            | (((handler >>> 16) & 0xffff) << 48));
    ram.putLong(at + 8, handler >>> 32);
  }
}
