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

  /**
   * Fills the structure. Selectors but those of code and stack stay as they are in it.
   *
   * @return whether nothing but RAX differs from what stood there, so that who has those registers
   *     needs no other. The number of the system call is not counted: the host looks at it only to
   *     repeat a call, whose result no call of ours has.
   */
  static boolean load(CpuState state, MemorySegment regs) {
    MemorySegment from = state.segment();
    regs.set(JAVA_LONG, Ptrace.RAX, from.get(JAVA_LONG, CpuState.RAX));
    long differs = 0;
    for (int i = 1; i < PLACES.length; i++) {
      differs |= put(regs, PLACES[i], from.get(JAVA_LONG, (long) i * Long.BYTES));
    }
    differs |= put(regs, Ptrace.RIP, state.rip());
    differs |= put(regs, Ptrace.EFLAGS, Rflags.sanitize(state.rflags()));
    differs |= put(regs, Ptrace.FS_BASE, state.fsBase());
    differs |= put(regs, Ptrace.GS_BASE, state.gsBase());
    differs |= put(regs, Ptrace.CS, Selectors.USER_CODE);
    differs |= put(regs, Ptrace.SS, Selectors.USER_DATA);
    // Else the host takes a result for a wish to repeat a system call.
    regs.set(JAVA_LONG, Ptrace.ORIG_RAX, -1);
    return differs == 0 && !meansRepeat(state.rax());
  }

  /** Sets a register; answers the bits that change. */
  private static long put(MemorySegment regs, long place, long value) {
    long before = regs.get(JAVA_LONG, place);
    regs.set(JAVA_LONG, place, value);
    return before ^ value;
  }

  /** ERESTARTSYS, ERESTARTNOINTR, ERESTARTNOHAND and ERESTART_RESTARTBLOCK of the host. */
  private static boolean meansRepeat(long result) {
    return result >= -516 && result <= -512;
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
