package exo.cpu.kvm;

import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.x86.Vector;
import exo.mem.paging.Access;
import exo.mem.paging.PageTables;
import exo.mem.phys.PhysicalMemory;

/**
 * Instructions that a KVM refuses though the processor knows them: one that runs its guests without
 * a ring 0 has no gates for {@code int n}, and makes it undefined.
 */
final class Instructions {
  private static final int INT = 0xcd;
  private static final int INT_LENGTH = 2;
  private static final int UNREADABLE = -1;

  private final PhysicalMemory ram;
  private final PageTables tables;

  Instructions(PhysicalMemory ram, PageTables tables) {
    this.ram = ram;
    this.tables = tables;
  }

  /** What the processor would have made of the instruction at RIP, found undefined by KVM. */
  Exit undefined(CpuState state, long root, ExitInfo info) {
    long rip = state.rip();
    int vector = fetch(root, rip) == INT ? fetch(root, rip + 1) : UNREADABLE;
    if (vector == UNREADABLE) {
      return info.exception(Vector.INVALID_OPCODE, 0);
    }
    if (!Vector.openToUser(vector)) {
      return info.exception(Vector.GENERAL_PROTECTION, Vector.gateError(vector));
    }
    state.rip(rip + INT_LENGTH);
    return info.exception(vector, 0);
  }

  /** Another CPU may change tables and bytes meanwhile; then either answer is right. */
  private int fetch(long root, long va) {
    long pa = tables.translate(root, va, Access.USER | Access.EXECUTE);
    return pa >= 0 && pa < ram.size() ? ram.getByte(pa) & 0xff : UNREADABLE;
  }
}
