package exo.fuzz.run;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;

/** Whose answers to a program count as right. Not for two threads. */
public interface Oracle extends AutoCloseable {
  /** What the two sides are called. */
  Sides sides();

  /** Whether it may be asked about a program. */
  boolean takes(Program program);

  /**
   * Runs a program.
   *
   * @return the trace, or how the oracle itself failed
   */
  Execution ask(Program program)
      throws NativeRunner.Unavailable, CpuUnavailable, InterruptedException;

  /** As {@link #ask}, with nothing left of what was run before. */
  Execution askFresh(Program program)
      throws NativeRunner.Unavailable, CpuUnavailable, InterruptedException;

  @Override
  void close();
}
