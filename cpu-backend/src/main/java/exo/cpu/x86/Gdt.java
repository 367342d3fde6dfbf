package exo.cpu.x86;

import exo.mem.phys.PhysicalMemory;

/**
 * Builds a global descriptor table (Intel SDM vol. 3, 3.4.5) with the segments of {@link
 * Selectors}.
 *
 * <p>The accessed bits are set beforehand: the processor then never writes to the table, which may
 * lie in a read-only page. There is no 32-bit code segment, so a guest cannot leave 64-bit mode.
 */
public final class Gdt {
  /** Size in bytes; the limit is one less. */
  public static final int SIZE = Selectors.TASK_STATE + 16;

  // Flat 4 GiB segments: present, accessed; long mode ignores base and limit of all but TSS.
  private static final long CODE_64 = 0x00af_9b00_0000_ffffL;
  private static final long DATA = 0x00cf_9300_0000_ffffL;
  private static final long RING_3 = 3L << 45;

  /** A present, available 64-bit task state segment. */
  private static final long TASK_STATE = 0x89L << 40;

  private Gdt() {}

  /**
   * Writes the whole table.
   *
   * @param pa where the table goes
   * @param tssVa where the processor finds its task state segment, or 0 for none
   */
  public static void write(PhysicalMemory ram, long pa, long tssVa) {
    for (int i = 0; i < SIZE; i += 8) {
      ram.putLong(pa + i, 0);
    }
    ram.putLong(pa + Selectors.KERNEL_CODE, CODE_64);
    ram.putLong(pa + Selectors.KERNEL_DATA, DATA);
    ram.putLong(pa + (Selectors.USER_DATA & ~7), DATA | RING_3);
    ram.putLong(pa + (Selectors.USER_CODE & ~7), CODE_64 | RING_3);
    if (tssVa != 0) {
      long limit = Tss.SIZE - 1;
      long low =
          TASK_STATE | limit | ((tssVa & 0xff_ffffL) << 16) | (((tssVa >>> 24) & 0xff) << 56);
      ram.putLong(pa + Selectors.TASK_STATE, low);
      ram.putLong(pa + Selectors.TASK_STATE + 8, tssVa >>> 32);
    }
  }
}
