package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Comparison;
import exo.fuzz.run.Difference;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.Job;
import exo.fuzz.run.Sides;
import exo.fuzz.run.Trace;
import exo.kernel.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first allocation of a frame fail that a program makes, then the second, and so on until
 * a run has fewer of them. The program may be told so, or be killed; Exo itself must not fail, and
 * all must be back afterwards. As Linux's fault injection by {@code /proc/self/fail-nth}.
 */
final class FailNth implements Examiner {
  /** What a call may answer for want of memory. */
  private static final Set<Errno> SHORTAGE =
      Set.of(Errno.ENOMEM, Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOSPC, Errno.ENFILE, Errno.EFAULT);

  private static final Sides SIDES = new Sides("with memory", "without");

  /** Runs between two audits. */
  static final int BATCH = 16;

  /** From here on not each n is tried, but one in each sixteenth of what was tried before. */
  private static final long EACH = 160;

  private final GuestRunner guest;
  private long runs;

  FailNth(GuestRunner guest) {
    this.guest = guest;
  }

  /** How many runs with an allocation to fail there have been since this was last asked. */
  long takeRuns() {
    long were = runs;
    runs = 0;
    return were;
  }

  @Override
  public @Nullable Finding look(Program program) throws CpuUnavailable, InterruptedException {
    return look(guest.run(List.of(program)).getFirst());
  }

  /** Goes on from a run in which nothing failed. */
  @Nullable Finding look(Execution clean) throws CpuUnavailable, InterruptedException {
    if (clean.failure() != null) {
      return Judge.failure(clean);
    }
    long n = 1;
    while (true) {
      List<Job> jobs = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        jobs.add(new Job(clean.program(), n));
        n += Math.max(1, (n - EACH) / 16);
      }
      List<Execution> executions = guest.runJobs(jobs);
      runs += executions.size();
      for (int i = 0; i < BATCH; i++) {
        Finding f = judge(clean, executions.get(i), jobs.get(i).failNth());
        if (f != null || !executions.get(i).starved()) {
          return f;
        }
      }
    }
  }

  static @Nullable Finding judge(Execution clean, Execution e, long n) {
    String which = "allocation " + n + " failed: ";
    if (e.failure() != null) {
      Finding f = Judge.failure(e);
      return new Finding("without memory: " + f.title(), f.program(), -1, "", which + f.exo());
    }
    Trace with = clean.trace();
    Trace without = e.trace();
    if (with == null || without == null || !e.starved()) {
      return null;
    }
    Difference d = Comparison.first(e.program(), with, without, SIDES);
    if (d == null || d.call() < 0) {
      return null;
    }
    Errno errno = Errno.of(without.calls().get(d.call()).errno());
    return errno == null || SHORTAGE.contains(errno)
        ? null
        : new Finding(d.title(), e.program(), d.call(), d.oracle(), which + d.machine(), SIDES);
  }

  @Override
  public boolean confirmed(Finding finding) throws CpuUnavailable, InterruptedException {
    return finding.sameAs(look(guest.runFresh(finding.program())));
  }
}
