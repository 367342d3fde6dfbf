package exo.cpu.unicorn;

import exo.cpu.CpuState;

/** Moves x87 and SSE registers between an engine and the XSAVE area of a {@link CpuState}. */
interface FpuRegisters {
  /** Out of the engine. */
  void store(CpuState state);

  /**
   * Into the engine. Components that the area does not hold get their initial values, as XRSTOR
   * does it.
   */
  void load(CpuState state);

  /** One out, another in: who does both at once may leave out what is the same. */
  default void exchange(CpuState from, CpuState to) {
    store(from);
    load(to);
  }
}
