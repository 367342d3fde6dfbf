package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Comparison;
import exo.fuzz.run.Difference;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.NeverNative;
import exo.fuzz.run.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a run, if anything. Asks Linux where it may be asked. Not for two
 * threads.
 */
final class Judge {
  private static final int LONGEST_TITLE = 160;

  private final GuestRunner guest;
  private final @Nullable NativeRunner linux;

  Judge(GuestRunner guest, @Nullable NativeRunner linux) {
    this.guest = guest;
    this.linux = linux;
  }

  /** What a run that has been made shows; null when it is as it should be. */
  @Nullable Finding judge(Execution e) throws NativeRunner.Unavailable {
    String failure = e.failure();
    if (failure != null) {
      return new Finding(failureTitle(failure), e.program(), -1, "", failure);
    }
    Trace exo = e.trace();
    if (linux == null || exo == null || NeverNative.in(e.program()) != null) {
      return null;
    }
    Difference d = Comparison.first(e.program(), linux.run(e.program()), exo);
    return d == null || IntendedDifferences.covers(d, e.program())
        ? null
        : new Finding(d.title(), e.program(), d.call(), d.linux(), d.exo());
  }

  /** The trace of a program; null when Exo failed. */
  @Nullable Trace trace(Program program) throws CpuUnavailable, InterruptedException {
    return guest.run(List.of(program)).getFirst().trace();
  }

  /** Runs a program and judges it. */
  @Nullable Finding look(Program program)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    return judge(guest.run(List.of(program)).getFirst());
  }

  /**
   * Whether a finding is there again, in a new machine, and Linux agrees with itself about it. What
   * Linux itself does now so and now otherwise is nobody's fault.
   */
  boolean confirmed(Finding finding)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Program p = finding.program();
    Execution fresh = guest.runFresh(p);
    Finding again = judge(fresh);
    if (again == null || !again.title().equals(finding.title())) {
      return false;
    }
    if (fresh.failure() != null || linux == null || NeverNative.in(p) != null) {
      return true;
    }
    Trace first = linux.run(p);
    for (int i = 0; i < 2; i++) {
      if (Comparison.first(p, first, linux.run(p)) != null) {
        return false;
      }
    }
    return true;
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
