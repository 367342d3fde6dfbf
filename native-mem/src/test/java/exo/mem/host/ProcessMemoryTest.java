package exo.mem.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMemoryTest {
  @Test
  void copiesWhatIsThere() throws HostException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocate(64);
      MemorySegment to = arena.allocate(64);
      from.setString(0, "some bytes");
      assertEquals(11, ProcessMemory.copyFromSelf(from.address(), to, 8, 11));
      assertEquals("some bytes", to.getString(8));
      assertEquals(0, to.get(ValueLayout.JAVA_BYTE, 7));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x7fff_ffff_f000L, -1, Long.MIN_VALUE, 0xffff_8000_0000_0000L})
  void aBadAddressIsAnAnswer(long address) throws HostException {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(0, ProcessMemory.copyFromSelf(address, arena.allocate(64), 0, 64));
    }
  }

  @Test
  void stopsWhereMemoryStops() throws HostException {
    try (HostMemory memory = HostMemory.anonymous(4L << 20, 2L << 20);
        Arena arena = Arena.ofConfined()) {
      // Forbid the second half, and copy across the edge.
      long edge = memory.segment().address() + (2L << 20);
      MemorySegment to = arena.allocate(8192);
      assertEquals(8192, ProcessMemory.copyFromSelf(edge - 4096, to, 0, 8192));
      int flags = MemoryCalls.MAP_PRIVATE | MemoryCalls.MAP_ANONYMOUS | MemoryCalls.MAP_FIXED;
      assertEquals(edge, MemoryCalls.mmap(edge, 2L << 20, MemoryCalls.PROT_NONE, flags, -1, 0));
      assertEquals(4096, ProcessMemory.copyFromSelf(edge - 4096, to, 0, 8192));
    }
  }

  @Test
  void neverWritesOutsideItsTarget() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(64);
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> ProcessMemory.copyFromSelf(to.address(), to, 60, 8));
    }
  }
}
