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
 * The first store into each page of fresh anonymous memory, in order: the fault, the frame, its
 * zeros, its entry, and its release at the end. The host has given its RAM before, since the
 * machine ran the same in the warm-up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuestFirstTouch {
  private static final int PAGES = 32_768;

  private GuestMachine machine;

  @Setup
  public void boot() throws Exception {
    machine = GuestMachine.with("first-touch");
  }

  @TearDown
  public void close() {
    machine.close();
  }

  @Benchmark
  @OperationsPerInvocation(PAGES)
  public ProcessResult firstTouch() throws Exception {
    return machine.run(Integer.toString(PAGES));
  }

  /** All but the operations. */
  @Benchmark
  public ProcessResult startAndEnd() throws Exception {
    return machine.run("0");
  }
}
