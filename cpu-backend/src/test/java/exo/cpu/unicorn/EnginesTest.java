package exo.cpu.unicorn;

import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Capabilities;
import exo.cpu.CpuOptions;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import exo.cpu.x86.DescriptorTables;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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

  @Test
  void unknownModeIsRefused() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 << 20, PhysicalMemory.Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables tables = new PageTables(ram, frames);
      CpuOptions first = new CpuOptions(0, DescriptorTables.create(ram, frames, tables, 1));
      UnicornProvider provider = new UnicornProvider("psychic", false);
      Assumptions.assumeTrue(provider.probe().usable());
      CpuUnavailable e =
          assertThrows(CpuUnavailable.class, () -> provider.open(ram, frames, tables, first));
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
