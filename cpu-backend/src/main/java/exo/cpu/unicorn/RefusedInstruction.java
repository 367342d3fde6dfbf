package exo.cpu.unicorn;

import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.x86.Vector;
import exo.mem.paging.PageTables;
import exo.mem.phys.PhysicalMemory;

/**
 * Instructions that the library refuses as unknown. Nearly all are unknown to the processor as
 * well; a few are not, and raise something else there.
 */
final class RefusedInstruction {
  private static final int ICEBP = 0xf1;
  private static final int INT = 0xcd;
  private static final int ESCAPE = 0x0f;
  private static final int RDPMC = 0x33;

  private final PhysicalMemory ram;
  private final PageTables tables;

  RefusedInstruction(PhysicalMemory ram, PageTables tables) {
    this.ram = ram;
    this.tables = tables;
  }

  /** The exception of the instruction at RIP. */
  Exit exception(CpuState state, long root, ExitInfo info) {
    int first = byteAt(root, state.rip());
    int second = byteAt(root, state.rip() + 1);
    if (first == ICEBP) {
      state.rip(state.rip() + 1);
      return info.exception(Vector.DEBUG, 0);
    }
    if (first == INT) {
      // int 6 is taken for the exception of that number.
      return info.exception(Vector.GENERAL_PROTECTION, Vector.gateError(second));
    }
    if (first == ESCAPE && second == RDPMC) {
      return info.exception(Vector.GENERAL_PROTECTION, 0);
    }
    return info.exception(Vector.INVALID_OPCODE, 0);
  }

  /** An unsigned byte of the guest, or -1 where nothing is mapped. */
  int byteAt(long root, long va) {
    long pa = tables.translate(root, va);
    return pa < 0 ? -1 : ram.getByte(pa) & 0xff;
  }
}
