package exo.cpu.engines;

import static exo.cpu.engines.Asm.RAX;
import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Capabilities;
import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.x86.DescriptorTables;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;

/** Engines are opened and closed, also beside each other. */
@Isolated("counts what the process holds")
final class OpeningTest {
  private static long sum(Guest g, long n) {
    Asm code = new Asm().mov(RAX, 0).mov(RBX, n);
    int loop = code.here();
    g.newCode(code.raw(0x48, 0x01, 0xd8).loopRbx(loop).syscall()); // add rax, rbx
    assertEquals(Exit.SYSCALL, g.run());
    return g.state.rax();
  }

  @EngineTest
  void twoMachinesRunAtTheSameTime(TestEngine engine)
      throws InterruptedException, ExecutionException {
    Callable<Long> machine =
        () -> {
          long total = 0;
          try (Guest g = engine.guest()) {
            for (int i = 0; i < 30; i++) {
              total += sum(g, 200_000);
            }
          }
          return total;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Long> one = threads.submit(machine);
      Future<Long> two = threads.submit(machine);
      long expected = 30 * (200_000L * 200_001 / 2);
      assertEquals(expected, one.get());
      assertEquals(expected, two.get());
    }
  }

  @EngineTest
  void twoMachinesTakeTurnsOnOneThread(TestEngine engine) throws CpuUnavailable {
    try (Guest one = engine.guest();
        Guest two = engine.guest()) {
      for (int i = 1; i < 30; i++) {
        assertEquals(i * (i + 1L) / 2, sum(one, i));
        assertEquals(2L * i * (2L * i + 1) / 2, sum(two, 2L * i));
      }
    }
  }

  @EngineTest
  void nothingIsLeftBehind(TestEngine engine) throws CpuUnavailable, IOException {
    for (int i = 0; i < 3; i++) {
      engine.guest().close();
    }
    long descriptors = entries("/proc/self/fd");
    long threads = entries("/proc/self/task");
    long children = ProcessHandle.current().children().count();
    for (int i = 0; i < 20; i++) {
      try (Guest g = engine.guest()) {
        assertEquals(5050, sum(g, 100));
      }
    }
    assertEquals(descriptors, entries("/proc/self/fd"));
    assertEquals(children, ProcessHandle.current().children().count());
    assertTrue(entries("/proc/self/task") <= threads + 2, "compiler threads may come");
  }

  private static long entries(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(folder))) {
      return entries.count();
    }
  }

  @EngineTest
  void framesAreGivenBack(TestEngine engine) throws CpuUnavailable {
    try (PhysicalMemory ram = PhysicalMemory.reserve(16 << 20, engine.provider().backing())) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables tables = new PageTables(ram, frames);
      CpuOptions first = new CpuOptions(0, DescriptorTables.create(ram, frames, tables, 1));
      engine.provider().open(ram, frames, tables, first).close();
      // The first one also builds tables of the kernel half, which stay.
      long free = frames.statistics().free();
      for (int i = 0; i < 5; i++) {
        engine.provider().open(ram, frames, tables, first).close();
      }
      assertEquals(free, frames.statistics().free());
    }
  }

  @EngineTest
  void memoryThatFillsUpIsSaidPlainlyAndNothingIsKept(TestEngine engine) throws IOException {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 << 20, engine.provider().backing())) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables tables = new PageTables(ram, frames);
      CpuOptions first = new CpuOptions(0, DescriptorTables.create(ram, frames, tables, 1));
      long[] spare = new long[(int) ram.frames()];
      int taken = 0;
      for (long frame = frames.alloc(); frame != FrameAllocator.NONE; frame = frames.alloc()) {
        spare[taken++] = frame;
      }
      long descriptors = entries("/proc/self/fd");
      int refusals = 0;
      while (taken > 0) {
        try {
          engine.provider().open(ram, frames, tables, first).close();
          break;
        } catch (CpuUnavailable e) {
          refusals++;
          assertTrue(e.getMessage().contains("memory"), e.getMessage());
          // Each time with one frame more, through all of opening's steps.
          frames.release(spare[--taken]);
        }
      }
      assertTrue(taken > 0, "it opens as soon as there is room");
      assertTrue(refusals > 0 || engine.name().equals("host"), "some frames it needs");
      assertEquals(descriptors, entries("/proc/self/fd"));
    }
  }

  @EngineTest
  void capabilitiesTellTheTruth(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      Capabilities can = g.cpu.capabilities();
      Set<String> sets = can.instructionSets();
      assertTrue(sets.containsAll(Set.of("fpu", "sse", "sse2", "xsave")), sets.toString());
      assertEquals(1, (can.hwcap() >>> 26) & 1, "SSE2");
      assertEquals("x86_64", can.platform());
      assertTrue(can.xsaveSize() >= CpuState.XSAVE_MINIMUM);
      // vaddps ymm0, ymm0, ymm0
      g.newCode(new Asm().raw(0xc5, 0xfc, 0x58, 0xc0).syscall());
      assertEquals(sets.contains("avx") ? Exit.SYSCALL : Exit.EXCEPTION, g.run(), "AVX");
      // rdfsbase rax
      g.newCode(new Asm().raw(0xf3, 0x48, 0x0f, 0xae, 0xc0).syscall());
      boolean fsgsbase = (can.hwcap2() & 2) != 0;
      assertEquals(fsgsbase, sets.contains("fsgsbase"));
      assertEquals(fsgsbase ? Exit.SYSCALL : Exit.EXCEPTION, g.run(), "FSGSBASE");
    }
  }

  @EngineTest
  void closingTwiceIsOnce(TestEngine engine) throws CpuUnavailable {
    Guest g = engine.guest();
    g.cpu.close();
    g.close();
    assertThrows(IllegalStateException.class, () -> g.ram.getLong(0), "the memory is gone");
  }
}
