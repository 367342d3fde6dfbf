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

/** A read of 64 KiB from a file of tmpfs into a guest's buffer, with the lseek before it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuestRead {
  private static final int READS = 8_192;

  private GuestMachine machine;

  @Setup
  public void boot() throws Exception {
    machine = GuestMachine.with("reread");
  }

  @TearDown
  public void close() {
    machine.close();
  }

  @Benchmark
  @OperationsPerInvocation(READS)
  public ProcessResult read() throws Exception {
    return machine.run(Integer.toString(READS));
  }

  /** All but the operations. */
  @Benchmark
  public ProcessResult startAndEnd() throws Exception {
    return machine.run("0");
  }
}
