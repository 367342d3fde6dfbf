package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Comparison;
import exo.fuzz.run.Difference;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.Oracle;
import exo.fuzz.run.Sides;
import exo.fuzz.run.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a run, if anything. Asks the oracle where it may be asked. Not for two
 * threads.
 */
final class Judge implements Examiner {
  private static final int LONGEST_TITLE = 160;

  /** In which the oracle is asked about a program that it may do in several. */
  private static final int ORDERS = 10;

  private static final int MANY_ORDERS = 100;

  private final GuestRunner guest;
  private final @Nullable Oracle oracle;

  Judge(GuestRunner guest, @Nullable Oracle oracle) {
    this.guest = guest;
    this.oracle = oracle;
  }

  /** What a run that has been made shows; null when it is as it should be. */
  @Nullable Finding judge(Execution e)
      throws NativeRunner.Unavailable, CpuUnavailable, InterruptedException {
    if (e.failure() != null) {
      return failure(e);
    }
    if (oracle == null || e.trace() == null || !oracle.takes(e.program())) {
      return null;
    }
    return unexcused(e.program(), e.trace(), oracle, oracle.ask(e.program()), ORDERS);
  }

  /**
   * What differs, if the oracle never does the same. A program of several processes or threads is
   * asked about in more orders than its own: who comes first is nobody's fault.
   */
  private static @Nullable Finding unexcused(
      Program program, Trace exo, Oracle oracle, Execution asked, int orders)
      throws NativeRunner.Unavailable, CpuUnavailable, InterruptedException {
    Finding f = compared(program, exo, oracle, asked);
    if (f != null && asked.failure() == null && program.isParallel()) {
      for (int order = 0; order < orders; order++) {
        if (compared(program, exo, oracle, oracle.ask(program.inOrder(order))) == null) {
          return null;
        }
      }
    }
    return f;
  }

  private static @Nullable Finding compared(
      Program program, Trace exo, Oracle oracle, Execution asked) {
    Sides sides = oracle.sides();
    String failure = asked.failure();
    if (failure != null) {
      String title = failureTitle(failure) + " on " + sides.oracle();
      return new Finding(title, program, -1, failure, "no failure", sides);
    }
    Trace right = asked.trace();
    Difference d = right == null ? null : Comparison.first(program, right, exo, sides);
    return d == null || sides.equals(Sides.LINUX) && IntendedDifferences.covers(d, program)
        ? null
        : new Finding(d.title(), program, d.call(), d.oracle(), d.machine(), sides);
  }

  @Override
  public @Nullable Finding look(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    return judge(guest.run(List.of(program)).getFirst());
  }

  /**
   * Whether a finding is there again, in new machines, and the oracle agrees with itself about it.
   * What Linux itself does now so and now otherwise is nobody's fault.
   */
  @Override
  public boolean confirmed(Finding finding)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Program p = finding.program();
    Execution fresh = guest.runFresh(p);
    if (fresh.trace() == null || fresh.failure() != null || oracle == null || !oracle.takes(p)) {
      return finding.sameAs(judge(fresh));
    }
    Execution first = oracle.askFresh(p);
    if (!finding.sameAs(unexcused(p, fresh.trace(), oracle, first, MANY_ORDERS))) {
      return false;
    }
    return first.trace() == null || agreesWithItself(p, oracle, first.trace());
  }

  private static boolean agreesWithItself(Program p, Oracle oracle, Trace first)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    for (int i = 0; i < 2; i++) {
      Trace again = oracle.askFresh(p).trace();
      if (again == null || Comparison.first(p, first, again) != null) {
        return false;
      }
    }
    return true;
  }

  /** A failure of Exo itself. */
  static Finding failure(Execution e) {
    String failure = String.valueOf(e.failure());
    return new Finding(failureTitle(failure), e.program(), -1, "", failure);
  }

  /** The first line, and where in the code, without numbers that change. */
  private static String failureTitle(String failure) {
    String[] lines = failure.split("\n", -1);
    StringBuilder title = new StringBuilder(lines[0].replaceAll("0x[0-9a-f]+|[0-9]+", "N"));
    for (String line : lines) {
      if (line.startsWith("  at exo.kernel") || line.startsWith("  at exo.mem")) {
        title.append(' ').append(line.strip());
        break;
      }
    }
    return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title.toString();
  }
}
