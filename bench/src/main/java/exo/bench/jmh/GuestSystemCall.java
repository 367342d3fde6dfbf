package exo.bench.jmh;

import exo.kernel.ProcessResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A system call that does nearly nothing, from a guest's loop: the trap, the dispatch, the way
 * back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuestSystemCall {
  private static final int CALLS = 1_000_000;

  private GuestMachine machine;

  @Setup
  public void boot() throws Exception {
    machine = GuestMachine.with("getpid-loop");
  }

  @TearDown
  public void close() {
    machine.close();
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public ProcessResult getppid() throws Exception {
    return machine.run(Integer.toString(CALLS));
  }

  /** All but the operations. */
  @Benchmark
  public ProcessResult startAndEnd() throws Exception {
    return machine.run("0");
  }
}
