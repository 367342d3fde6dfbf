package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.run.EngineOracle;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.Oracle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who is asked what a program should do. */
public enum OracleChoice {
  /** The Linux of this machine. */
  LINUX,
  /** Another engine of Exo's: the first that works here. */
  ENGINES,
  /** Nobody: only failures of Exo itself are findings. */
  NONE;

  /**
   * Makes the one chosen.
   *
   * @return null for {@link #NONE}
   * @throws NativeRunner.Unavailable when Linux refuses the container
   * @throws CpuUnavailable when there is no other engine
   */
  @Nullable Oracle open(FuzzOptions options)
      throws NativeRunner.Unavailable, CpuUnavailable, IOException {
    return switch (this) {
      case LINUX -> new NativeRunner(options.executor());
      case ENGINES ->
          new EngineOracle(
              EngineOracle.beside(options.engine()),
              options.engine(),
              options.executor(),
              options.seed());
      case NONE -> null;
    };
  }
}
