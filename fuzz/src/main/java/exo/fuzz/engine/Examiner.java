package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import exo.fuzz.report.Finding;
import exo.fuzz.run.NativeRunner;
import org.jspecify.annotations.Nullable;

/** Runs a program and says what is wrong with it, if anything. Not for two threads. */
interface Examiner {
  /** Runs a program and judges it. */
  @Nullable Finding look(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable;

  /** Whether a finding is there again in new machines. */
  boolean confirmed(Finding finding)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable;
}
