package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Call;
import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.Oracle;
import exo.fuzz.run.Sides;
import exo.fuzz.run.Trace;
import exo.kernel.abi.Errno;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program again, with a look at it. Not for two threads. */
public final class Replay implements AutoCloseable {
  private final GuestRunner guest;
  private final @Nullable Oracle oracle;
  private final Examiner examiner;

  /**
   * Takes what machines and containers are made of.
   *
   * @param note told when there can be no container
   * @throws CpuUnavailable when engines are to be compared and only one works here
   */
  public Replay(FuzzOptions options, Consumer<String> note) throws IOException, CpuUnavailable {
    guest = new GuestRunner(options.engine(), options.executor(), options.seed());
    Oracle made = null;
    try {
      made = options.oracle().open(options);
    } catch (NativeRunner.Unavailable refused) {
      note.accept(String.valueOf(refused.getMessage()));
    }
    oracle = made;
    examiner = options.failNth() ? new FailNth(guest) : new Judge(guest, oracle);
  }

  /** What is wrong with a program, confirmed in new machines; null when nothing is. */
  public @Nullable Finding judge(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Finding f = examiner.look(program);
    return f != null && examiner.confirmed(f) ? f : null;
  }

  /** The same finding with as little as it needs. */
  public Finding minimise(Finding finding)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    return Minimiser.minimise(examiner, finding);
  }

  /** The program with what each side answered behind each call. */
  public String show(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Execution run = guest.runFresh(program);
    Execution asked = oracle == null || !oracle.takes(program) ? null : oracle.askFresh(program);
    Sides sides = oracle == null ? Sides.LINUX : oracle.sides();
    Trace ours = run.trace();
    Trace theirs = asked == null ? null : asked.trace();
    StringBuilder out = new StringBuilder();
    List<Call> calls = program.calls();
    for (int i = 0; i < calls.size(); i++) {
      out.append(String.format("r%-2d %s%n", i, ProgramText.print(calls.get(i))));
      call(out, sides.oracle(), theirs, i);
      call(out, sides.machine(), ours, i);
    }
    end(out, sides.oracle(), theirs, asked);
    end(out, sides.machine(), ours, run);
    return out.toString();
  }

  private static void call(StringBuilder out, String who, @Nullable Trace t, int index) {
    if (t != null) {
      out.append(String.format("      %-5s %s%n", who, outcome(t.calls().get(index))));
    }
  }

  private static void end(
      StringBuilder out, String who, @Nullable Trace t, @Nullable Execution run) {
    if (t != null) {
      out.append(who).append(": ").append(t.ending()).append('\n');
      t.end().forEach(l -> out.append("      ").append(l).append('\n'));
    }
    if (run != null && run.failure() != null) {
      out.append(who).append(": ").append(run.failure()).append('\n');
    }
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
    if (oracle != null) {
      oracle.close();
    }
  }
}
