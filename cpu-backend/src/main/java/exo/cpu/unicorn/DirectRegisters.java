package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuState;
import java.lang.foreign.MemorySegment;

/**
 * Registers read and written where the engine keeps them: the same order as in {@link CpuState}.
 */
final class DirectRegisters implements Registers {
  private static final long GPR_BYTES = 16 * Long.BYTES;

  private final MemorySegment live;
  private final long fsBase;
  private final long gsBase;
  private final long cr2;
  private final long cs;

  /**
   * @param live the engine's CPU state
   * @param fsBase offset there, as are the others
   */
  DirectRegisters(MemorySegment live, long fsBase, long gsBase, long cr2, long cs) {
    this.live = live;
    this.fsBase = fsBase;
    this.gsBase = gsBase;
    this.cr2 = cr2;
    this.cs = cs;
  }

  @Override
  public void load(CpuState state) {
    MemorySegment block = state.segment();
    MemorySegment.copy(block, 0, live, 0, GPR_BYTES);
    live.set(JAVA_LONG, fsBase, block.get(JAVA_LONG, CpuState.FS_BASE));
    live.set(JAVA_LONG, gsBase, block.get(JAVA_LONG, CpuState.GS_BASE));
  }

  @Override
  public void store(CpuState state) {
    MemorySegment block = state.segment();
    MemorySegment.copy(live, 0, block, 0, GPR_BYTES + Long.BYTES);
    block.set(JAVA_LONG, CpuState.FS_BASE, live.get(JAVA_LONG, fsBase));
    block.set(JAVA_LONG, CpuState.GS_BASE, live.get(JAVA_LONG, gsBase));
  }

  @Override
  public int codeSegment() {
    return live.get(JAVA_INT, cs);
  }

  @Override
  public long faultAddress() {
    return live.get(JAVA_LONG, cr2);
  }
}
