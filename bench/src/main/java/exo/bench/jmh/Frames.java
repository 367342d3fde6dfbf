package exo.bench.jmh;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Frames of physical memory, taken and given back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Frames {
  private PhysicalMemory ram;
  private FrameAllocator frames;

  @Setup
  public void reserve() {
    ram = PhysicalMemory.reserve(512L << 20, PhysicalMemory.Backing.ANONYMOUS);
    frames = new FrameAllocator(ram);
  }

  @TearDown
  public void close() {
    ram.close();
  }

  /** Without filling it: the bitmap and the count. */
  @Benchmark
  public boolean allocAndRelease() {
    return frames.release(frames.alloc());
  }

  /** As an anonymous page is made: with its zeros. */
  @Benchmark
  public boolean allocZeroedAndRelease() {
    return frames.release(frames.allocZeroed());
  }
}
