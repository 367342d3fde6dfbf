package exo.cli.run;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cpu.CpuUnavailable;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code --cpu auto}. Native engines compute ten times as fast as one that translates, but each
 * trap costs them more; how much differs from host to host, so it is measured: a guest makes a few
 * hundred system calls on each engine that works here. The cheapest native one is taken unless its
 * traps are so dear that even a program which mostly computes would lose.
 */
public final class EngineChoice {
  public static final String AUTO = "auto";
  private static final String PORTABLE = "unicorn";
  private static final List<String> NATIVE = List.of("host", "kvm");
  private static final int CALLS = 200;

  /** The best of these counts: what else the host does must not decide. */
  private static final int ROUNDS = 3;

  /**
   * Beyond this a native trap is no bargain. At some 20,000 traps a second, as shells and compilers
   * make them, half of the time would go into traps.
   */
  private static final long DEAR_NANOS = 25_000;

  private final Path initramfs;
  private final Consumer<String> say;

  private EngineChoice(Path initramfs, Consumer<String> say) {
    this.initramfs = initramfs;
    this.say = say;
  }

  /**
   * The engine for a run, never {@link #AUTO}.
   *
   * @param repeatable the run must be the same every time, which only one engine promises
   * @param initramfs holds the program to measure with
   * @param say is told what was measured and why the choice fell so
   */
  public static String of(boolean repeatable, Path initramfs, Consumer<String> say) throws Failure {
    if (repeatable) {
      say.accept("CPU " + PORTABLE + ": it alone repeats a run exactly");
      return PORTABLE;
    }
    return new EngineChoice(initramfs, say).fastest();
  }

  private String fastest() throws Failure {
    String best = null;
    long least = DEAR_NANOS;
    for (String engine : NATIVE) {
      Long nanos = trapNanos(engine);
      if (nanos != null && nanos < least) {
        best = engine;
        least = nanos;
      }
    }
    if (best == null) {
      say.accept("CPU " + PORTABLE + ": no native engine has a trap below " + DEAR_NANOS + " ns");
      return PORTABLE;
    }
    say.accept("CPU " + best + ": it computes as the host does, and its traps are the cheapest");
    return best;
  }

  /** What a system call costs, nanoseconds; null when the engine does not work here. */
  private @Nullable Long trapNanos(String engine) throws Failure {
    try (Machine machine = Machine.builder().engine(engine).initramfs(initramfs).build()) {
      // The first run also loads and compiles what runs need.
      run(machine, CALLS);
      long all = Long.MAX_VALUE;
      long none = Long.MAX_VALUE;
      for (int i = 0; i < ROUNDS; i++) {
        all = Math.min(all, run(machine, CALLS));
        none = Math.min(none, run(machine, 0));
      }
      long nanos = Math.max(0, all - none) / CALLS;
      say.accept("CPU " + engine + ": a system call takes " + nanos + " ns");
      return nanos;
    } catch (CpuUnavailable e) {
      say.accept("CPU " + engine + ": " + e.getMessage());
      return null;
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static long run(Machine machine, int calls) throws IOException {
    try {
      ProcessResult result = machine.run(Program.of("/bin/getpid-loop", Integer.toString(calls)));
      return result.wallTime().toNanos();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while engines were compared", e);
    }
  }
}
