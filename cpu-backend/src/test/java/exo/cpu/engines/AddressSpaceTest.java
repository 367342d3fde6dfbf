package exo.cpu.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.Cpu;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;

final class AddressSpaceTest {
  private static final long PAGE = 0x7f00_0000_0000L;

  /** mov rax, [r8]; mov [r8], rbx. */
  private static Guest swapping(TestEngine engine) throws CpuUnavailable {
    Guest g = engine.guest();
    g.code(new Asm().raw(0x49, 0x8b, 0x00).syscall().raw(0x49, 0x89, 0x18).syscall());
    g.state.r8(PAGE);
    return g;
  }

  private static long read(Guest g, long root) {
    g.state.rip(Guest.CODE);
    assertEquals(Exit.SYSCALL, g.cpu.run(g.state, root));
    return g.state.rax();
  }

  private static Exit write(Guest g, long root, long value) {
    g.state.rbx(value);
    g.state.rip(Guest.CODE + 5);
    return g.cpu.run(g.state, root);
  }

  private static long newSpace(Guest g) {
    long root = g.tables.newRoot();
    g.tables.map(root, Guest.CODE, Pte.frame(g.tables.leaf(g.root, Guest.CODE)), Guest.USER);
    return root;
  }

  @EngineTest
  void sameAddressInTwoSpacesIsTwoPages(TestEngine engine) throws CpuUnavailable {
    try (Guest g = swapping(engine)) {
      long other = newSpace(g);
      g.map(PAGE, Guest.RW);
      g.tables.map(other, PAGE, g.frames.allocZeroed(), Guest.RW);
      for (int i = 1; i < 50; i++) {
        assertEquals(Exit.SYSCALL, write(g, g.root, i));
        assertEquals(Exit.SYSCALL, write(g, other, -i));
        assertEquals(i, read(g, g.root));
        assertEquals(-i, read(g, other));
      }
    }
  }

  @EngineTest
  void revokedWriteFaults(TestEngine engine) throws CpuUnavailable {
    try (Guest g = swapping(engine)) {
      g.map(PAGE, Guest.RW);
      assertEquals(Exit.SYSCALL, write(g, g.root, 1));
      g.tables.protect(g.root, PAGE, PAGE + 4096, 0, Pte.W);
      g.cpu.invalidate(g.root, PAGE, 4096, Invalidation.RIGHTS_REVOKED);
      assertEquals(Exit.PAGE_FAULT, write(g, g.root, 2));
      assertEquals(7, g.cpu.info().errorCode());
      assertEquals(1, read(g, g.root));
    }
  }

  @EngineTest
  void unmappedPageFaults(TestEngine engine) throws CpuUnavailable {
    try (Guest g = swapping(engine)) {
      g.map(PAGE, Guest.RW);
      assertEquals(Exit.SYSCALL, write(g, g.root, 1));
      g.unmap(PAGE);
      assertEquals(Exit.PAGE_FAULT, write(g, g.root, 2));
      assertEquals(6, g.cpu.info().errorCode());
    }
  }

  @EngineTest
  void remappedPageIsTheOtherFrame(TestEngine engine) throws CpuUnavailable {
    try (Guest g = swapping(engine)) {
      g.map(PAGE, Guest.RW);
      assertEquals(Exit.SYSCALL, write(g, g.root, 1));
      for (int i = 2; i < 10; i++) {
        g.map(PAGE, Guest.RW);
        g.cpu.invalidate(g.root, 0, Cpu.ALL, Invalidation.RIGHTS_REVOKED);
        assertEquals(0, read(g, g.root));
        assertEquals(Exit.SYSCALL, write(g, g.root, i));
        assertEquals(i, g.getLong(PAGE));
      }
    }
  }

  @EngineTest
  void rootThatIsUsedAgainHasNothingOfTheFormer(TestEngine engine) throws CpuUnavailable {
    try (Guest g = swapping(engine)) {
      long first = newSpace(g);
      g.tables.map(first, PAGE, g.frames.allocZeroed(), Guest.RW);
      assertEquals(Exit.SYSCALL, write(g, first, 1));
      g.cpu.invalidate(first, 0, Cpu.ALL, Invalidation.ADDRESS_SPACE_GONE);
      // The same frame becomes a root again, with other tables: as the allocator might do it.
      for (long at = 0; at < PhysicalMemory.FRAME_SIZE / 2; at += 8) {
        g.ram.putLong(first + at, 0);
      }
      g.tables.map(first, Guest.CODE, Pte.frame(g.tables.leaf(g.root, Guest.CODE)), Guest.USER);
      g.state.rip(Guest.CODE);
      assertEquals(Exit.PAGE_FAULT, g.cpu.run(g.state, first));
      assertEquals(PAGE, g.cpu.info().address());
    }
  }

  @EngineTest
  void invalidatingAnotherSpaceLeavesThisOneRunning(TestEngine engine) throws CpuUnavailable {
    try (Guest g = swapping(engine)) {
      long other = newSpace(g);
      g.map(PAGE, Guest.RW);
      g.tables.map(other, PAGE, g.frames.allocZeroed(), Guest.RW);
      assertEquals(Exit.SYSCALL, write(g, other, 5));
      assertEquals(Exit.SYSCALL, write(g, g.root, 6));
      g.tables.unmap(other, PAGE);
      g.cpu.invalidate(other, PAGE, 4096, Invalidation.RIGHTS_REVOKED);
      assertEquals(6, read(g, g.root));
      assertEquals(Exit.PAGE_FAULT, write(g, other, 7));
    }
  }
}
