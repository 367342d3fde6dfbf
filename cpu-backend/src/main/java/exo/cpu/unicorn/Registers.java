package exo.cpu.unicorn;

import exo.cpu.CpuState;

/** The general registers and segment bases of an engine that is not running. */
interface Registers {

  /** Into the engine: the sixteen general registers, FS and GS base. RIP is given when starting. */
  void load(CpuState state);

  /** Out of the engine: the same, and RIP. */
  void store(CpuState state);

  /** The CS selector, as of the last {@link #store}. */
  int codeSegment();

  /** CR2, the address of the last page fault. */
  long faultAddress();
}
