package exo.cpu.unicorn;

import java.lang.foreign.MemorySegment;

/**
 * A view of the engine's inner CPU state, for what no call of the library tells: the error code of
 * an exception, and the memory of an earlier one, which the library never clears (it then takes a
 * second page fault for a double fault).
 */
interface Window {

  /** The state as it is now. Its first bytes are the general registers. */
  MemorySegment read();

  /** Makes changes to what {@link #read} answered take effect. */
  void write();

  /** How this view is had, for people. */
  String name();
}
