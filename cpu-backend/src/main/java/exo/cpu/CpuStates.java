package exo.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * All {@link CpuState} blocks of one machine: taken and given back, freed together. Grows by slabs
 * and never shrinks before it is closed. Owned by the kernel lock; not thread-safe.
 */
public final class CpuStates implements AutoCloseable {
  private static final int SLAB = 64;

  private final Arena arena = Arena.ofShared();
  private final List<CpuState> spare = new ArrayList<>();
  private final int xsaveSize;
  private int total;

  /**
   * Without any state yet.
   *
   * @param xsaveSize bytes of the XSAVE area, from {@link Capabilities#xsaveSize}; at least 576
   */
  public CpuStates(int xsaveSize) {
    if (xsaveSize < CpuState.XSAVE_MINIMUM) {
      throw new IllegalArgumentException("XSAVE area of " + xsaveSize + " bytes");
    }
    this.xsaveSize = xsaveSize;
  }

  /** A state as after {@link CpuState#reset}. */
  public CpuState take() {
    if (spare.isEmpty()) {
      addSlab();
    }
    CpuState state = spare.removeLast();
    state.reset();
    return state;
  }

  /**
   * Gives a state back. {@link Cpu#discardState} must have been called on every CPU that may hold
   * parts of it.
   */
  public void give(CpuState state) {
    if (spare.size() == total) {
      throw new IllegalStateException("more states given back than taken");
    }
    spare.add(state);
  }

  /** How many are taken at this moment. */
  public int outstanding() {
    return total - spare.size();
  }

  private void addSlab() {
    // The XSAVE area must be 64-byte aligned, so every block is a multiple of that.
    long size = CpuState.XSAVE + xsaveSize + 63L & -64L;
    MemorySegment slab = arena.allocate(size * SLAB, 64);
    for (int i = SLAB - 1; i >= 0; i--) {
      spare.add(new CpuState(slab.asSlice(i * size, size, 64), xsaveSize));
    }
    total += SLAB;
  }

  @Override
  public void close() {
    arena.close();
  }
}
