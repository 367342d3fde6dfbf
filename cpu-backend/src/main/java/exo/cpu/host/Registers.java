package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuState;
import exo.cpu.host.sys.Ptrace;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;
import java.lang.foreign.MemorySegment;

/** Moves general registers between a {@link CpuState} and {@code struct user_regs_struct}. */
final class Registers {
  // Where the hardware's registers 0 to 15 lie.
  private static final int[] PLACES = {
    Ptrace.RAX,
    Ptrace.RCX,
    Ptrace.RDX,
    Ptrace.RBX,
    Ptrace.RSP,
    Ptrace.RBP,
    Ptrace.RSI,
    Ptrace.RDI,
    Ptrace.R8,
    Ptrace.R9,
    Ptrace.R10,
    Ptrace.R11,
    Ptrace.R12,
    Ptrace.R13,
    Ptrace.R14,
    Ptrace.R15
  };

  private Registers() {}

  /** Fills the structure. Selectors but those of code and stack stay as they are in it. */
  static void load(CpuState state, MemorySegment regs) {
    MemorySegment from = state.segment();
    for (int i = 0; i < PLACES.length; i++) {
      regs.set(JAVA_LONG, PLACES[i], from.get(JAVA_LONG, (long) i * Long.BYTES));
    }
    regs.set(JAVA_LONG, Ptrace.RIP, state.rip());
    regs.set(JAVA_LONG, Ptrace.EFLAGS, Rflags.sanitize(state.rflags()));
    regs.set(JAVA_LONG, Ptrace.FS_BASE, state.fsBase());
    regs.set(JAVA_LONG, Ptrace.GS_BASE, state.gsBase());
    regs.set(JAVA_LONG, Ptrace.CS, Selectors.USER_CODE);
    regs.set(JAVA_LONG, Ptrace.SS, Selectors.USER_DATA);
    // Else the host takes a result for a wish to repeat a system call.
    regs.set(JAVA_LONG, Ptrace.ORIG_RAX, -1);
  }

  /** DS, ES, FS and GS as a new process has them. */
  static void clearSelectors(MemorySegment regs) {
    regs.asSlice(Ptrace.DS, Ptrace.REGS_SIZE - Ptrace.DS).fill((byte) 0);
  }

  static void store(MemorySegment regs, CpuState state) {
    MemorySegment to = state.segment();
    for (int i = 0; i < PLACES.length; i++) {
      to.set(JAVA_LONG, (long) i * Long.BYTES, regs.get(JAVA_LONG, PLACES[i]));
    }
    state.rip(regs.get(JAVA_LONG, Ptrace.RIP));
    // The processor sets RF in what a fault saves.
    state.rflags(regs.get(JAVA_LONG, Ptrace.EFLAGS) & ~Rflags.RF);
    state.fsBase(regs.get(JAVA_LONG, Ptrace.FS_BASE));
    state.gsBase(regs.get(JAVA_LONG, Ptrace.GS_BASE));
  }
}
