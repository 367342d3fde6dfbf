package exo.fuzz.run;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import exo.kernel.GuestProcess;
import exo.kernel.GuestStartException;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.abi.KernelBug;
import exo.kernel.time.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Programs on Exo: a machine with the executor in it. The executor gives each program a new process
 * in a new folder; between two batches nothing runs, and the auditor counts every frame and process
 * again, which proves that the machine is as it was. After a failure the next batch gets a new
 * machine. Time is virtual, so a run depends on nothing but the program and the seed. Not for two
 * threads.
 */
public final class GuestRunner implements AutoCloseable {
  private static final long MEMORY = 256L << 20;
  private static final Duration LOCK_UP = Duration.ofSeconds(30);
  private static final long EPOCH_NANOS = 1_700_000_000L * 1_000_000_000L;
  private static final String EXECUTOR = "/executor";
  private static final int KILLED = 128 + 9;

  private final String engine;
  private final long seed;
  private final byte[] executor;
  private Channel channel = new Channel();
  private @Nullable Machine machine;
  private long bootNanos;
  private int boots;

  /**
   * Takes what machines are made of; they are booted as they are needed.
   *
   * @param executor the executor's file
   * @throws IOException when it cannot be read
   */
  public GuestRunner(String engine, Path executor, long seed) throws IOException {
    this.engine = engine;
    this.seed = seed;
    this.executor = Files.readAllBytes(executor);
  }

  /** Nanoseconds all boots together took, and how many there were. */
  public long bootNanos() {
    return bootNanos;
  }

  public int boots() {
    return boots;
  }

  private Machine machine() throws CpuUnavailable, IOException {
    Machine m = machine;
    if (m == null) {
      long start = System.nanoTime();
      channel = new Channel();
      m =
          Machine.builder()
              .engine(engine)
              .memory(MEMORY)
              .seed(seed)
              .clock(new VirtualClock(EPOCH_NANOS))
              .observer(channel)
              .build();
      m.writeFile(EXECUTOR, executor, 0755);
      machine = m;
      boots++;
      bootNanos += System.nanoTime() - start;
    }
    return m;
  }

  /** Runs one program in a machine that has only just been booted. */
  public Execution runFresh(Program program) throws CpuUnavailable, InterruptedException {
    return runFresh(new Job(program, 0));
  }

  private Execution runFresh(Job job) throws CpuUnavailable, InterruptedException {
    close();
    return runJobs(List.of(job)).getFirst();
  }

  /** Runs programs one after the other; a failure is told with the program that showed it. */
  public List<Execution> run(List<Program> programs) throws CpuUnavailable, InterruptedException {
    return runJobs(Job.of(programs));
  }

  /**
   * As {@link #run}, with allocations that fail. A run that cost the executor its life, as the
   * largest process when memory was short, has neither a trace nor a failure.
   */
  public List<Execution> runJobs(List<Job> jobs) throws CpuUnavailable, InterruptedException {
    List<Execution> done = new ArrayList<>();
    while (done.size() < jobs.size()) {
      batch(jobs.subList(done.size(), jobs.size()), done);
    }
    return done;
  }

  /** Adds at least one execution. */
  private void batch(List<Job> jobs, List<Execution> done)
      throws CpuUnavailable, InterruptedException {
    final int before = done.size();
    String failure = null;
    try {
      Machine m = machine();
      channel.begin(jobs);
      failure = runServer(m);
    } catch (KernelBug bug) {
      failure = bug.getMessage() + cause(bug);
    } catch (IOException e) {
      failure = "the executor cannot be started: " + e.getMessage();
    }
    List<Trace> traces = List.copyOf(channel.traces());
    for (int i = 0; i < traces.size(); i++) {
      boolean starved = channel.shortage().failed().get(i);
      int fresh = channel.freshEdges().get(i);
      done.add(new Execution(jobs.get(i).program(), traces.get(i), null, fresh, starved));
    }
    if (failure == null) {
      failure = audit();
      if (failure != null && traces.size() > 1) {
        // Nobody can tell whose leak it is, so each gets a machine of its own.
        done.subList(before, done.size()).clear();
        for (Job job : jobs.subList(0, traces.size())) {
          done.add(runFresh(job));
        }
        return;
      }
      if (failure != null) {
        Execution last = done.removeLast();
        done.add(
            new Execution(
                last.program(), last.trace(), failure, last.freshPlaces(), last.starved()));
      }
      return;
    }
    final boolean starved = channel.shortage().failedNow();
    discard();
    if (traces.size() < jobs.size()) {
      boolean sacrificed = starved && failure.equals(ended(KILLED));
      Program program = jobs.get(traces.size()).program();
      done.add(new Execution(program, null, sacrificed ? null : failure, 0, starved));
    }
  }

  private static String ended(int status) {
    return "the executor ended with status " + status;
  }

  private static String cause(KernelBug bug) {
    Throwable cause = bug;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StringBuilder out = new StringBuilder("\n").append(cause);
    for (StackTraceElement e : cause.getStackTrace()) {
      out.append("\n  at ").append(e.getClassName()).append('.').append(e.getMethodName());
      out.append(':').append(e.getLineNumber());
    }
    return out.toString();
  }

  private @Nullable String runServer(Machine m) throws GuestStartException, InterruptedException {
    GuestProcess server = m.start(exo.kernel.Program.of(EXECUTOR));
    Optional<ProcessResult> end = server.waitFor(LOCK_UP);
    if (end.isEmpty()) {
      return "lock-up: no answer for " + LOCK_UP.toSeconds() + " s";
    }
    int status = end.get().status();
    return status == 0 ? null : ended(status);
  }

  private @Nullable String audit() {
    Machine m = machine;
    try {
      if (m != null) {
        m.audit();
      }
      return null;
    } catch (KernelBug leak) {
      discard();
      return leak.getMessage();
    }
  }

  private void discard() {
    Machine m = machine;
    machine = null;
    if (m != null) {
      // A machine that failed may not end; it must not hold up the others.
      Thread.ofPlatform().daemon().name("exo-fuzz-discard").start(m::close);
    }
  }

  @Override
  public void close() {
    Machine m = machine;
    machine = null;
    if (m != null) {
      m.close();
    }
  }
}
