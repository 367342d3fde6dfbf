package exo.cpu.unicorn;

import static exo.cpu.engines.Asm.RBX;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Isolated("counts what the process holds")
final class EnginesTest {
  private static long sumOnce(Guest g, long n) {
    Asm code = new Asm().mov(Asm.RAX, 0).mov(RBX, n);
    int loop = code.here();
    g.newCode(code.raw(0x48, 0x01, 0xd8).loopRbx(loop).syscall()); // add rax, rbx
    assertEquals(Exit.SYSCALL, g.run());
    return g.state.rax();
  }

  @Test
  void twoMachinesRunAtTheSameTime() throws InterruptedException, ExecutionException {
    Callable<Long> machine =
        () -> {
          long total = 0;
          try (Guest g = new UnicornGuest()) {
            for (int i = 0; i < 30; i++) {
              total += sumOnce(g, 200_000);
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

  @Test
  void twoEnginesTakeTurnsOnOneThread() throws CpuUnavailable {
    try (Guest one = new UnicornGuest();
        Guest two = new UnicornGuest()) {
      for (int i = 1; i < 30; i++) {
        assertEquals(i * (i + 1L) / 2, sumOnce(one, i));
        assertEquals(2L * i * (2L * i + 1) / 2, sumOnce(two, 2L * i));
      }
    }
  }

  @Test
  void stateMovesFromOneEngineToAnotherOfItsMachine() throws CpuUnavailable {
    try (Guest g = new UnicornGuest();
        Cpu second =
            new UnicornProvider(null, false).open(g.ram, g.frames, g.tables, new CpuOptions(1))) {
      // inc rax; paddq xmm0, xmm1
      g.code(new Asm().raw(0x48, 0xff, 0xc0, 0x66, 0x0f, 0xd4, 0xc1).syscall());
      g.state.xsave().set(JAVA_LONG, CpuState.XSAVE_XMM0 + 16, 3);
      Cpu[] cpus = {g.cpu, second};
      for (int i = 0; i < 20; i++) {
        Cpu cpu = cpus[i % 2];
        g.state.rip(Guest.CODE);
        assertEquals(Exit.SYSCALL, cpu.run(g.state, g.root));
        cpu.saveState(g.state);
        cpu.discardState(g.state);
      }
      assertEquals(20, g.state.rax());
      assertEquals(60, g.state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
    }
  }

  @Test
  void openingAndClosingLeavesNothingBehind() throws CpuUnavailable, IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/fd")));
    for (int i = 0; i < 20; i++) {
      new UnicornGuest().close();
    }
    long descriptors = entries("/proc/self/fd");
    long threads = entries("/proc/self/task");
    long mapped = mapped();
    for (int i = 0; i < 200; i++) {
      try (Guest g = new UnicornGuest()) {
        assertEquals(5050, sumOnce(g, 100));
      }
    }
    assertEquals(descriptors, entries("/proc/self/fd"));
    assertTrue(entries("/proc/self/task") <= threads + 2, "compiler threads may come");
    assertTrue(
        mapped() - mapped < 512 << 20, "engines map a gibibyte each: " + (mapped() - mapped));
  }

  private static long entries(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(folder))) {
      return entries.count();
    }
  }

  /** Bytes of address space. */
  private static long mapped() throws IOException {
    String text = Files.readString(Path.of("/proc/self/statm"));
    return Long.parseLong(text.substring(0, text.indexOf(' '))) * 4096;
  }

  @ParameterizedTest
  @EnumSource
  void framesAreGivenBack(Boot.Mode mode) throws CpuUnavailable {
    try (PhysicalMemory ram = PhysicalMemory.reserve(16 << 20, PhysicalMemory.Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables tables = new PageTables(ram, frames);
      UnicornProvider provider = new UnicornProvider(mode.name(), false);
      Assumptions.assumeTrue(provider.probe().usable());
      provider.open(ram, frames, tables, CpuOptions.FIRST).close();
      // The first one also builds tables of the kernel half, which stay.
      long free = frames.statistics().free();
      for (int i = 0; i < 5; i++) {
        provider.open(ram, frames, tables, CpuOptions.FIRST).close();
      }
      assertEquals(free, frames.statistics().free());
    }
  }

  @Test
  void fullMemoryIsSaidPlainly() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 << 20, PhysicalMemory.Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables tables = new PageTables(ram, frames);
      UnicornProvider provider = new UnicornProvider(null, false);
      Assumptions.assumeTrue(provider.probe().usable());
      int spare = 0;
      while (frames.alloc() != FrameAllocator.NONE) {
        spare++;
      }
      assertTrue(spare > 0);
      CpuUnavailable e =
          assertThrows(
              CpuUnavailable.class, () -> provider.open(ram, frames, tables, CpuOptions.FIRST));
      assertTrue(e.getMessage().contains("memory"), e.getMessage());
    }
  }

  @Test
  void unknownModeIsRefused() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 << 20, PhysicalMemory.Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables tables = new PageTables(ram, frames);
      UnicornProvider provider = new UnicornProvider("psychic", false);
      Assumptions.assumeTrue(provider.probe().usable());
      CpuUnavailable e =
          assertThrows(
              CpuUnavailable.class, () -> provider.open(ram, frames, tables, CpuOptions.FIRST));
      assertTrue(e.getMessage().contains("psychic"), e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void capabilitiesTellTheTruth(Boot.Mode mode) throws CpuUnavailable {
    try (Guest g = new UnicornGuest(mode)) {
      Capabilities can = g.cpu.capabilities();
      assertFalse(can.parallel());
      assertTrue(can.singleStep());
      assertTrue(can.accessedDirty());
      assertEquals(576, can.xsaveSize());
      assertTrue(
          can.instructionSets()
              .containsAll(Set.of("fpu", "sse", "sse2", "sse4_2", "xsave", "fsgsbase")));
      assertFalse(can.instructionSets().contains("avx"));
      assertEquals(1, (can.hwcap() >>> 26) & 1, "SSE2");
      assertEquals(2, can.hwcap2(), "FSGSBASE");
      assertEquals("x86_64", can.platform());
      String how =
          switch (mode) {
            case LIVE -> "live state";
            case CONTEXT -> "saved context";
            case VIRTUAL -> "translation in Java";
          };
      assertTrue(can.detail().contains(how), can.detail());
    }
  }
}
