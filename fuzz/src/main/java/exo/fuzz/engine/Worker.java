package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.Oracle;
import exo.fuzz.run.Trace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One machine, one container, and the chance to make programs for them. Not for two threads. */
final class Worker implements AutoCloseable {
  /** Programs between two audits. */
  private static final int BATCH = 64;

  /** Programs of a round when each is run once for each of its allocations. */
  private static final int FEW = 4;

  private final Chance chance;
  private final Generator generator;
  private final Mutator mutator;
  private final GuestRunner guest;
  private final @Nullable Oracle oracle;
  private final Judge judge;
  private final @Nullable FailNth failNth;
  private final int schedules;
  private final Deque<Program> dealt = new ArrayDeque<>();

  /**
   * What a worker did in one round.
   *
   * @param more runs with an allocation to fail
   */
  record Round(List<Execution> executions, long more, List<Finding> findings) {}

  Worker(FuzzOptions options, SplittableRandom random, OracleChoice choice)
      throws IOException, CpuUnavailable, NativeRunner.Unavailable {
    chance = new Chance(random);
    generator =
        new Generator(chance, CallSelection.select(options.calls(), choice == OracleChoice.LINUX));
    mutator = new Mutator(chance, generator);
    guest = new GuestRunner(options.engine(), options.executor(), options.seed());
    oracle = choice.open(options);
    judge = new Judge(guest, oracle);
    schedules = options.schedules();
    failNth = options.failNth() ? new FailNth(guest) : null;
  }

  Examiner examiner() {
    return failNth == null ? judge : failNth;
  }

  /** A program to be run before any that is made. */
  void deal(Program program) {
    dealt.add(program);
  }

  /** The trace of a program; null when Exo failed. */
  @Nullable Trace trace(Program program) throws CpuUnavailable, InterruptedException {
    return guest.run(List.of(program)).getFirst().trace();
  }

  /** The work of a round, which may be done on another thread; programs are made now. */
  Callable<Round> round(List<Program> corpus) {
    List<Program> batch = new ArrayList<>();
    int size = failNth == null ? BATCH : FEW;
    while (batch.size() < size && !dealt.isEmpty()) {
      add(batch, dealt.remove());
    }
    while (batch.size() < size) {
      add(
          batch,
          corpus.isEmpty() || chance.oneIn(6)
              ? generator.program()
              : mutator.mutate(chance.of(corpus), corpus));
    }
    return () -> run(batch);
  }

  private void add(List<Program> batch, Program program) {
    batch.add(program);
    for (int i = 1; i < schedules && program.isParallel(); i++) {
      batch.add(generator.ordered(program));
    }
  }

  private Round run(List<Program> batch)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    List<Execution> executions = guest.run(batch);
    List<Finding> findings = new ArrayList<>();
    for (Execution e : executions) {
      Finding f = failNth == null ? judge.judge(e) : failNth.look(e);
      if (f != null) {
        findings.add(f);
      }
    }
    return new Round(executions, failNth == null ? 0 : failNth.takeRuns(), findings);
  }

  @Override
  public void close() {
    guest.close();
    if (oracle != null) {
      oracle.close();
    }
  }
}
