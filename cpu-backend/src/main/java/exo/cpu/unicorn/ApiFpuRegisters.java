package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FDP;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FIP;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FOP;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPCW;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPSW;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPTAG;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_MXCSR;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_ST0;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_XMM0;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.cpu.CpuState;
import java.lang.foreign.MemorySegment;

/**
 * The registers by the library's own calls, all of them in one. The values lie in a block laid out
 * as the legacy region of XSAVE (Intel SDM vol. 1, 10.5.1), so that moving them is one copy; only
 * the tag word has another form there: one bit a physical register, set when in use.
 */
final class ApiFpuRegisters implements FpuRegisters {
  /** Size of the legacy region in bytes. */
  private static final int LEGACY = 512;

  private static final int FSW = 2;
  private static final int FTW = 4;
  private static final int FOP = 6;
  private static final int FIP = 8;
  private static final int FDP = 16;

  /** The sixteen XMM registers end here. */
  private static final int USED = CpuState.XSAVE_XMM0 + 16 * 16;

  /** Where the library's two-bit tags go, behind what is copied. */
  private static final int FULL_TAGS = LEGACY;

  private static final int X87 = 1;
  private static final int SSE = 2;
  private static final long COMPONENTS = X87 | SSE;
  private static final int MXCSR_BITS = 0xffff;
  private static final short INITIAL_FCW = 0x37f;

  private final RegisterBatch batch;
  private final MemorySegment values;

  ApiFpuRegisters(Engine engine) {
    values = engine.arena().allocate(LEGACY + 16, 16);
    // The status word goes before the stack: it tells which physical register is the top.
    int[] fixed = {
      UC_X86_REG_FPCW,
      UC_X86_REG_FPSW,
      UC_X86_REG_FPTAG,
      UC_X86_REG_FOP,
      UC_X86_REG_FIP,
      UC_X86_REG_FDP,
      UC_X86_REG_MXCSR
    };
    long[] places = {CpuState.XSAVE_FCW, FSW, FULL_TAGS, FOP, FIP, FDP, CpuState.XSAVE_MXCSR};
    int[] numbers = new int[fixed.length + 8 + 16];
    long[] offsets = new long[numbers.length];
    System.arraycopy(fixed, 0, numbers, 0, fixed.length);
    System.arraycopy(places, 0, offsets, 0, places.length);
    int at = fixed.length;
    for (int i = 0; i < 8; i++, at++) {
      numbers[at] = UC_X86_REG_ST0 + i;
      offsets[at] = CpuState.XSAVE_ST0 + i * 16L;
    }
    for (int i = 0; i < 16; i++, at++) {
      numbers[at] = UC_X86_REG_XMM0 + i;
      offsets[at] = CpuState.XSAVE_XMM0 + i * 16L;
    }
    batch = new RegisterBatch(engine, numbers, offsets, values);
  }

  @Override
  public void store(CpuState state) {
    batch.read();
    int full = values.get(JAVA_SHORT, FULL_TAGS);
    int used = 0;
    for (int i = 0; i < 8; i++) {
      used |= ((full >>> (2 * i)) & 3) == 3 ? 0 : 1 << i;
    }
    values.set(JAVA_SHORT, FTW, (short) used);
    MemorySegment block = state.segment();
    MemorySegment.copy(values, 0, block, CpuState.XSAVE, USED);
    block.set(JAVA_INT, CpuState.XSAVE + CpuState.XSAVE_MXCSR_MASK, MXCSR_BITS);
    block.set(JAVA_LONG, CpuState.XSAVE + CpuState.XSAVE_XSTATE_BV, COMPONENTS);
  }

  @Override
  public void load(CpuState state) {
    MemorySegment block = state.segment();
    MemorySegment.copy(block, CpuState.XSAVE, values, 0, USED);
    long present = block.get(JAVA_LONG, CpuState.XSAVE + CpuState.XSAVE_XSTATE_BV);
    if ((present & X87) == 0) {
      values.asSlice(0, CpuState.XSAVE_MXCSR).fill((byte) 0);
      values.asSlice(CpuState.XSAVE_ST0, 8 * 16).fill((byte) 0);
      values.set(JAVA_SHORT, CpuState.XSAVE_FCW, INITIAL_FCW);
    }
    if ((present & SSE) == 0) {
      values.asSlice(CpuState.XSAVE_XMM0, 16 * 16).fill((byte) 0);
    }
    int used = values.get(JAVA_SHORT, FTW);
    int full = 0;
    for (int i = 0; i < 8; i++) {
      full |= ((used >>> i) & 1) != 0 ? 0 : 3 << (2 * i);
    }
    values.set(JAVA_SHORT, FULL_TAGS, (short) full);
    int mxcsr = values.get(JAVA_INT, CpuState.XSAVE_MXCSR);
    values.set(JAVA_INT, CpuState.XSAVE_MXCSR, mxcsr & MXCSR_BITS);
    batch.write();
  }
}
