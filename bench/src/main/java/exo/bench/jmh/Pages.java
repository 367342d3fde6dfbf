package exo.bench.jmh;

import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
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

/** Page tables: entries made, taken away and followed. Their upper levels are there already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Pages {
  private static final long BASE = 0x7f00_0000_0000L;
  private static final int MAPPED = 512;
  private static final long PAGE = PhysicalMemory.FRAME_SIZE;

  private PhysicalMemory ram;
  private PageTables tables;
  private long root;
  private long frame;
  private int next;

  @Setup
  public void build() {
    ram = PhysicalMemory.reserve(512L << 20, PhysicalMemory.Backing.ANONYMOUS);
    FrameAllocator frames = new FrameAllocator(ram);
    tables = new PageTables(ram, frames);
    root = tables.newRoot();
    frame = frames.alloc();
    for (int i = 0; i < MAPPED; i++) {
      tables.map(root, BASE + i * PAGE, frame, flags());
    }
  }

  private static long flags() {
    return Pte.P | Pte.U | Pte.W;
  }

  @TearDown
  public void close() {
    ram.close();
  }

  @Benchmark
  public long mapAndUnmap() {
    long va = BASE + MAPPED * PAGE;
    tables.map(root, va, frame, flags());
    return tables.unmap(root, va);
  }

  /** Four levels down, a page further each time. */
  @Benchmark
  public long translate() {
    next = (next + 1) % MAPPED;
    return tables.translate(root, BASE + next * PAGE);
  }
}
