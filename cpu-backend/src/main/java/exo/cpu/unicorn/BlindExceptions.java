package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_EFLAGS;

import exo.cpu.CpuState;
import exo.cpu.x86.Vector;

/**
 * Exceptions of an engine whose inner state is closed to us. The engine forgets an exception when
 * it gets a context back that was saved before the first one; the registers are carried around
 * that. Error codes are not to be had: page faults are told by our own walk of the tables here, and
 * the others read as 0.
 */
final class BlindExceptions implements Exceptions {
  private static final int INT_OPCODE = 0xcd;
  private static final int INT3_OPCODE = 0xcc;

  private final Engine engine;
  private final RefusedInstruction code;
  private final ContextWindow clean;
  private final Registers registers;
  private final FpuRegisters fpu;
  private final CpuState spare;
  private boolean software;

  /**
   * @param clean holds a context of ring 3 without exceptions
   * @param spare for the registers in between
   */
  BlindExceptions(
      Engine engine,
      RefusedInstruction code,
      ContextWindow clean,
      Registers registers,
      FpuRegisters fpu,
      CpuState spare) {
    this.engine = engine;
    this.code = code;
    this.clean = clean;
    this.registers = registers;
    this.fpu = fpu;
    this.spare = spare;
  }

  @Override
  public void take(int vector, long rip) {
    boolean longForm =
        code.byteAt(engine.root(), rip - 2) == INT_OPCODE
            && code.byteAt(engine.root(), rip - 1) == vector;
    boolean shortForm =
        vector == Vector.BREAKPOINT && code.byteAt(engine.root(), rip - 1) == INT3_OPCODE;
    software = longForm || shortForm;
    registers.store(spare);
    fpu.store(spare);
    long flags = engine.get(UC_X86_REG_EFLAGS);
    clean.write();
    registers.load(spare);
    fpu.load(spare);
    engine.set(UC_X86_REG_EFLAGS, flags);
    engine.setRoot(engine.root());
  }

  @Override
  public int errorCode() {
    return 0;
  }

  @Override
  public boolean software() {
    return software;
  }

  @Override
  public String name() {
    return "translation in Java";
  }
}
