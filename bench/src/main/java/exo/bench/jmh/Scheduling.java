package exo.bench.jmh;

import exo.kernel.sched.SchedEntity;
import exo.kernel.sched.Scheduler;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.time.TimerQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The scheduler alone, without registers and without a lock. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Scheduling {
  private static final int RUNNABLE = 1000;
  private static final long TURN_NANOS = 1000;

  private static final class Entity extends SchedEntity {}

  private static final class Silent implements VirtualCpu.Host {
    @Override
    public void interrupt() {}

    @Override
    public void callOut() {}

    @Override
    public void wake() {}
  }

  private Scheduler many;
  private VirtualCpu busy;
  private Scheduler two;
  private VirtualCpu cpu;
  private long now;

  @Setup
  public void fill() {
    many = new Scheduler(1, new TimerQueue());
    busy = many.addCpu(0, new Silent());
    two = new Scheduler(1, new TimerQueue());
    cpu = two.addCpu(0, new Silent());
    for (int i = 0; i < RUNNABLE; i++) {
      many.start(new Entity(), 0);
    }
    for (int i = 0; i < 2; i++) {
      two.start(new Entity(), 0);
    }
    two.pick(cpu, 0);
  }

  /** The next of a thousand, taken, charged for its turn and put back. */
  @Benchmark
  public @Nullable SchedEntity decide() {
    SchedEntity next = many.pick(busy, now);
    now += TURN_NANOS;
    many.preempted(busy, now);
    return next;
  }

  /** From one of two to the other, as sched_yield does it. */
  @Benchmark
  public @Nullable SchedEntity yield() {
    now += TURN_NANOS;
    two.yielded(cpu, now);
    return two.pick(cpu, now);
  }
}
