package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Call;
import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.NeverNative;
import exo.fuzz.run.Trace;
import exo.kernel.abi.Errno;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program again, with a look at it. Not for two threads. */
public final class Replay implements AutoCloseable {
  private final GuestRunner guest;
  private final @Nullable NativeRunner linux;
  private final Judge judge;

  /**
   * Takes what machines and containers are made of.
   *
   * @param note told when there can be no container
   */
  public Replay(FuzzOptions options, Consumer<String> note) throws IOException {
    guest = new GuestRunner(options.engine(), options.executor(), options.seed());
    NativeRunner made = null;
    if (options.oracle()) {
      try {
        made = new NativeRunner(options.executor());
      } catch (NativeRunner.Unavailable refused) {
        note.accept(String.valueOf(refused.getMessage()));
      }
    }
    linux = made;
    judge = new Judge(guest, linux);
  }

  /** What is wrong with a program, confirmed in new machines; null when nothing is. */
  public @Nullable Finding judge(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Finding f = judge.look(program);
    return f != null && judge.confirmed(f) ? f : null;
  }

  /** The same finding with as little as it needs. */
  public Finding minimise(Finding finding)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    return Minimiser.minimise(judge, finding);
  }

  /** The program with what each side answered behind each call. */
  public String show(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Execution run = guest.runFresh(program);
    Trace exo = run.trace();
    Trace native_ = linux == null || NeverNative.in(program) != null ? null : linux.run(program);
    StringBuilder out = new StringBuilder();
    List<Call> calls = program.calls();
    for (int i = 0; i < calls.size(); i++) {
      out.append(String.format("r%-2d %s%n", i, ProgramText.print(calls.get(i))));
      if (native_ != null) {
        out.append("      Linux ").append(outcome(native_.calls().get(i))).append('\n');
      }
      if (exo != null) {
        out.append("      Exo   ").append(outcome(exo.calls().get(i))).append('\n');
      }
    }
    if (native_ != null) {
      end(out, "Linux", native_);
    }
    if (exo != null) {
      end(out, "Exo", exo);
    }
    return run.failure() == null
        ? out.toString()
        : out.append(run.failure()).append('\n').toString();
  }

  private static void end(StringBuilder out, String who, Trace t) {
    out.append(who).append(": ").append(t.ending()).append('\n');
    t.end().forEach(l -> out.append("      ").append(l).append('\n'));
  }

  private static String outcome(Trace.Outcome o) {
    Errno errno = Errno.of(o.errno());
    return switch (o.reached()) {
      case NOT -> "-";
      case BEGUN -> "?";
      case DONE -> errno != null ? errno.symbol() : Long.toString(o.result());
    };
  }

  @Override
  public void close() {
    guest.close();
    if (linux != null) {
      linux.close();
    }
  }
}
