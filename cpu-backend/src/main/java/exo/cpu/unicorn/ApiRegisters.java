package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_CR2;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_CS;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FS_BASE;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_GS_BASE;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_RIP;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.cpu.CpuState;
import exo.cpu.unicorn.sys.UnicornRegisters;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Registers through the library's own calls, for when its inner layout is not known. */
final class ApiRegisters implements Registers {
  private static final int BASES = 16;
  private static final int RIP = 18;
  private static final int CS = 19;

  /** Behind what is the same as in a {@link CpuState}. */
  private static final long CS_VALUE = CpuState.XSAVE;

  private final Engine engine;
  private final RegisterBatch loaded;
  private final RegisterBatch stored;

  ApiRegisters(Engine engine) {
    this.engine = engine;
    int[] numbers = new int[CS + 1];
    long[] offsets = new long[CS + 1];
    for (int i = 0; i < BASES; i++) {
      numbers[i] = UnicornRegisters.gpr(i);
      offsets[i] = i * 8L;
    }
    numbers[BASES] = UC_X86_REG_FS_BASE;
    offsets[BASES] = CpuState.FS_BASE;
    numbers[BASES + 1] = UC_X86_REG_GS_BASE;
    offsets[BASES + 1] = CpuState.GS_BASE;
    numbers[RIP] = UC_X86_REG_RIP;
    offsets[RIP] = CpuState.RIP;
    numbers[CS] = UC_X86_REG_CS;
    offsets[CS] = CS_VALUE;
    MemorySegment values = engine.arena().allocate(CS_VALUE + 8, 16);
    stored = new RegisterBatch(engine, numbers, offsets, values);
    // Writing RIP would make the engine leave its translated code: starting sets it anyway.
    loaded = new RegisterBatch(engine, Arrays.copyOf(numbers, RIP), offsets, values);
  }

  @Override
  public void load(CpuState state) {
    MemorySegment.copy(state.segment(), 0, loaded.values(), 0, CpuState.ORIG_RAX);
    loaded.write();
  }

  @Override
  public void store(CpuState state) {
    stored.read();
    MemorySegment values = stored.values();
    MemorySegment block = state.segment();
    MemorySegment.copy(values, 0, block, 0, CpuState.RFLAGS);
    block.set(JAVA_LONG, CpuState.FS_BASE, values.get(JAVA_LONG, CpuState.FS_BASE));
    block.set(JAVA_LONG, CpuState.GS_BASE, values.get(JAVA_LONG, CpuState.GS_BASE));
  }

  @Override
  public int codeSegment() {
    return stored.values().get(JAVA_SHORT, CS_VALUE);
  }

  @Override
  public long faultAddress() {
    return engine.get(UC_X86_REG_CR2);
  }
}
