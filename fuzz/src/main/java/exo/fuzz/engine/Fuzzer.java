package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.coverage.Edges;
import exo.fuzz.program.Program;
import exo.fuzz.report.Finding;
import exo.fuzz.report.FindingFiles;
import exo.fuzz.run.Execution;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The loop: rounds of programs, made from the corpus, run by all workers at once, and looked at in
 * the workers' order. So the seed and the number of workers decide what happens, and only how many
 * rounds there are depends on time; with coverage, which all machines share, more does. Not for two
 * threads.
 */
public final class Fuzzer implements AutoCloseable {
  private final FuzzOptions options;
  private final Progress progress;
  private final Corpus corpus;
  private final Feedback feedback = new Feedback();
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final Map<String, Integer> setAside = new LinkedHashMap<>();
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads;
  private long programs;
  private long startNanos;

  /**
   * Opens the corpus, the machines and, unless it is refused, the containers.
   *
   * @throws CpuUnavailable when engines are to be compared and only one works here
   */
  public Fuzzer(FuzzOptions options, Progress progress) throws IOException, CpuUnavailable {
    this.options = options;
    this.progress = progress;
    corpus = new Corpus(options.corpus());
    if (corpus.unreadable() > 0) {
      progress.note(corpus.unreadable() + " files of the corpus are no programs; left alone");
    }
    threads = Executors.newFixedThreadPool(options.workers(), Fuzzer::thread);
    SplittableRandom random = new SplittableRandom(options.seed());
    for (int i = 0; i < options.workers(); i++) {
      workers.add(worker(random.split()));
    }
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("exo-fuzz").unstarted(work);
  }

  private Worker worker(SplittableRandom random) throws IOException, CpuUnavailable {
    try {
      return new Worker(options, random, options.oracle());
    } catch (NativeRunner.Unavailable refused) {
      progress.note(
          String.valueOf(refused.getMessage()) + "; going on without Linux as the oracle");
    }
    try {
      return new Worker(options, random, OracleChoice.NONE);
    } catch (NativeRunner.Unavailable e) {
      throw new IOException(e);
    }
  }

  /**
   * Goes on until the time is over.
   *
   * @return all findings, the first of each title
   */
  public List<Finding> run() throws IOException, CpuUnavailable, InterruptedException {
    startNanos = System.nanoTime();
    for (Program p : corpus.programs()) {
      Trace t = workers.getFirst().trace(p);
      if (t != null) {
        feedback.add(p, t);
      }
    }
    if (options.failNth()) {
      deal();
    }
    while (System.nanoTime() - startNanos < options.time().toNanos()) {
      List<Future<Worker.Round>> running = new ArrayList<>();
      for (Worker w : workers) {
        running.add(threads.submit(w.round(corpus.programs())));
      }
      for (int i = 0; i < running.size(); i++) {
        take(workers.get(i), result(running.get(i)));
      }
      progress.round(numbers());
    }
    return List.copyOf(findings.values());
  }

  /** The programs of the corpus first, each once; then some that are made of them. */
  private void deal() {
    int next = 0;
    for (Program p : corpus.programs()) {
      workers.get(next++ % workers.size()).deal(p);
    }
  }

  private static Worker.Round result(Future<Worker.Round> running)
      throws CpuUnavailable, InterruptedException, IOException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CpuUnavailable u -> throw u;
        case NativeRunner.Unavailable u -> throw new IOException(String.valueOf(u.getMessage()), u);
        case InterruptedException u -> throw u;
        case null, default -> throw new IOException("a worker failed: " + e.getCause(), e);
      }
    }
  }

  private void take(Worker worker, Worker.Round round)
      throws IOException, CpuUnavailable, InterruptedException {
    programs += round.more();
    for (Execution e : round.executions()) {
      programs++;
      Trace trace = e.trace();
      if (trace != null && (feedback.add(e.program(), trace) | e.freshPlaces() > 0)) {
        corpus.add(e.program());
      }
    }
    for (Finding f : round.findings()) {
      if (!findings.containsKey(f.title()) && setAside.getOrDefault(f.title(), 0) < 3) {
        try {
          check(worker, f);
        } catch (NativeRunner.Unavailable u) {
          progress.note(String.valueOf(u.getMessage()));
        }
      }
    }
  }

  private void check(Worker worker, Finding f)
      throws IOException, CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    if (!worker.examiner().confirmed(f)) {
      setAside.merge(f.title(), 1, Integer::sum);
      return;
    }
    Finding least = Minimiser.minimise(worker.examiner(), f);
    // The machine it was made small in has run other programs.
    Finding small = worker.examiner().confirmed(least) ? least : f;
    if (small == f && !worker.examiner().confirmed(f)) {
      setAside.merge(f.title(), 1, Integer::sum);
      return;
    }
    findings.put(f.title(), small);
    if (options.corpus() != null) {
      FindingFiles.write(options.corpus().resolve("findings"), small);
    }
    progress.found(small);
  }

  /** Where it stands. */
  public Progress.Numbers numbers() {
    return new Progress.Numbers(
        programs,
        System.nanoTime() - startNanos,
        corpus.programs().size(),
        feedback.size(),
        Edges.reached(),
        Edges.marked(),
        findings.size(),
        setAside.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    workers.forEach(Worker::close);
  }
}
