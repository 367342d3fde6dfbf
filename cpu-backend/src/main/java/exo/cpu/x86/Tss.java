package exo.cpu.x86;

import exo.mem.phys.PhysicalMemory;

/** Builds a 64-bit task state segment (Intel SDM vol. 3, 7.7). */
public final class Tss {
  public static final int SIZE = 104;

  /** Stack pointer that the processor loads when a trap comes from ring 3. */
  public static final int RSP0 = 4;

  /** First of seven stack pointers that a gate may name. */
  public static final int IST1 = 36;

  private static final int IO_MAP_BASE = 102;

  private Tss() {}

  /**
   * Writes a segment without an I/O map, so that every port is closed to ring 3.
   *
   * @param rsp0 top of the stack for traps
   */
  public static void write(PhysicalMemory ram, long pa, long rsp0) {
    for (int i = 0; i < SIZE; i += 8) {
      ram.putLong(pa + i, 0);
    }
    ram.putLong(pa + RSP0, rsp0);
    ram.putShort(pa + IO_MAP_BASE, (short) SIZE);
  }
}
