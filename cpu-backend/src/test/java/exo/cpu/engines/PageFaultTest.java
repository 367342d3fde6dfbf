package exo.cpu.engines;

import static exo.cpu.engines.Asm.R8;
import static exo.cpu.engines.Asm.RAX;
import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

final class PageFaultTest {
  private static final int[] READ = {0x41, 0x8a, 0x00}; // mov al, [r8]
  private static final int[] WRITE = {0x41, 0x88, 0x00}; // mov [r8], al
  private static final int[] JUMP = {0x41, 0xff, 0xe0}; // jmp r8
  private static final long PAGE = 0x7f00_0000_0000L;

  /** Some instructions before, so that the fault is not at the beginning of a translated block. */
  private static void assertFault(Guest g, int[] access, long va, int code) {
    Asm asm = new Asm().mov(R8, va).mov(RBX, 1).raw(0x48, 0xff, 0xc3); // inc rbx
    g.newCode(asm.raw(access).syscall());
    assertEquals(Exit.PAGE_FAULT, g.run());
    assertEquals(code, g.cpu.info().errorCode());
    assertEquals(14, g.cpu.info().vector());
    assertEquals(va, g.cpu.info().address());
    assertEquals(access == JUMP ? va : Guest.CODE + 23, g.state.rip());
    assertEquals(2, g.state.rbx(), "what came before has been done");
  }

  @EngineTest
  void absentPage(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      assertFault(g, READ, PAGE, 4);
      assertFault(g, WRITE, PAGE, 6);
      assertFault(g, JUMP, PAGE, 0x14);
    }
  }

  @EngineTest
  void supervisorPage(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Pte.P | Pte.W);
      assertFault(g, READ, PAGE, 5);
      assertFault(g, WRITE, PAGE, 7);
      assertFault(g, JUMP, PAGE, 0x15);
    }
  }

  @EngineTest
  void readOnlyPage(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.USER);
      assertFault(g, WRITE, PAGE, 7);
    }
  }

  @EngineTest
  void noExecutePage(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.RW);
      assertFault(g, JUMP, PAGE, 0x15);
    }
  }

  @EngineTest
  void kernelHalf(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // Engines that keep pages of their own there show that by the bit for a page that is there.
      int present = (int) (g.tables.leaf(g.root, 0xffff_ffff_8000_0000L) & Pte.P);
      assertFault(g, READ, 0xffff_ffff_8000_0000L, 4 | present);
      assertFault(g, JUMP, 0xffff_ffff_8000_0000L, 0x14 | present);
      assertFault(g, WRITE, 0xffff_8100_0000_0000L, 6);
    }
  }

  @EngineTest
  void hundredsInARowAreAllPageFaultsAndRunOnExactly(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // loop: mov [r8], rbx; add r8, 4096; dec rbx; jnz loop; syscall
      Asm code = new Asm().mov(R8, PAGE).mov(RBX, 600);
      int loop = code.here();
      g.code(code.raw(0x49, 0x89, 0x18, 0x49, 0x81, 0xc0, 0, 0x10, 0, 0).loopRbx(loop).syscall());
      Exit exit = g.run();
      for (int i = 0; i < 600; i++) {
        assertEquals(Exit.PAGE_FAULT, exit);
        assertEquals(PAGE + i * 4096L, g.cpu.info().address());
        assertEquals(6, g.cpu.info().errorCode());
        g.map(PAGE + i * 4096L, Guest.RW);
        exit = g.cpu.run(g.state, g.root);
      }
      assertEquals(Exit.SYSCALL, exit);
      for (int i = 0; i < 600; i++) {
        assertEquals(600 - i, g.getLong(PAGE + i * 4096L));
      }
    }
  }

  @EngineTest
  void faultsAndOtherExceptionsMixed(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // cli; mov al, [r8]; xor ecx, ecx; div ecx
      g.code(new Asm().raw(0xfa).raw(READ).raw(0x31, 0xc9, 0xf7, 0xf1));
      g.state.r8(PAGE);
      for (int i = 0; i < 50; i++) {
        assertEquals(Exit.EXCEPTION, g.run(Guest.CODE));
        assertEquals(13, g.cpu.info().vector());
        assertEquals(Exit.PAGE_FAULT, g.run(Guest.CODE + 1));
        assertEquals(Exit.EXCEPTION, g.run(Guest.CODE + 4));
        assertEquals(0, g.cpu.info().vector());
        assertEquals(Exit.PAGE_FAULT, g.run(Guest.CODE + 1));
        assertEquals(4, g.cpu.info().errorCode());
      }
    }
  }

  @EngineTest
  void addingRightsNeedsNoWord(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      long frame = g.map(PAGE, Guest.USER);
      g.code(new Asm().raw(READ).raw(WRITE).syscall());
      g.state.r8(PAGE);
      g.state.rax(0x77);
      assertEquals(Exit.PAGE_FAULT, g.run());
      assertEquals(7, g.cpu.info().errorCode());
      g.tables.map(g.root, PAGE, frame, Guest.RW);
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
    }
  }

  @EngineTest
  void accessedAndDirtyBitsAreSetAsOnHardware(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.RW);
      g.code(new Asm().raw(READ).syscall().raw(WRITE).syscall());
      g.state.r8(PAGE);
      assertEquals(0, g.tables.leaf(g.root, PAGE) & (Pte.A | Pte.D));
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(Pte.A, g.tables.leaf(g.root, PAGE) & (Pte.A | Pte.D));
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
      assertEquals(Pte.A | Pte.D, g.tables.leaf(g.root, PAGE) & (Pte.A | Pte.D));
    }
  }

  @EngineTest
  void largePageIsOneMapping(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      long frame = g.frames.allocContiguous(512, 512, FrameAllocator.Zone.NORMAL);
      assertNotEquals(FrameAllocator.NONE, frame);
      g.tables.mapLarge(g.root, PAGE, frame, Guest.RW);
      g.code(new Asm().raw(WRITE).syscall());
      g.state.r8(PAGE + 0x1f_f123);
      g.state.rax(0x5a);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(0x5a, g.ram.getByte((frame << PhysicalMemory.FRAME_SHIFT) + 0x1f_f123));
      assertEquals(Pte.A | Pte.D, g.tables.leaf(g.root, PAGE) & (Pte.A | Pte.D));
      assertFault(g, JUMP, PAGE + 0x1000, 0x15);
      assertFault(g, READ, PAGE + 0x20_0000, 4);
    }
  }

  @EngineTest
  void accessAcrossTwoPagesFaultsAtTheSecond(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.RW);
      g.code(new Asm().raw(0x4d, 0x89, 0x08).syscall()); // mov [r8], r9
      g.state.r8(PAGE + 4092);
      g.state.r9(-1);
      assertEquals(Exit.PAGE_FAULT, g.run());
      assertEquals(PAGE + 4096, g.cpu.info().address());
      assertEquals(6, g.cpu.info().errorCode());
      g.map(PAGE + 4096, Guest.RW);
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
      assertEquals(0xffff_ffffL, g.getLong(PAGE + 4096));
    }
  }

  @EngineTest
  void stringInstructionStopsWhereItHasCome(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.RW);
      g.code(new Asm().raw(0xf3, 0xaa).syscall()); // rep stosb
      g.state.rax(0x33);
      g.state.rdi(PAGE + 4000);
      g.state.rcx(500);
      assertEquals(Exit.PAGE_FAULT, g.run());
      assertEquals(Guest.CODE, g.state.rip());
      assertEquals(PAGE + 4096, g.state.rdi());
      assertEquals(404, g.state.rcx());
      g.map(PAGE + 4096, Guest.RW);
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
      assertEquals(PAGE + 4500, g.state.rdi());
      assertEquals(0x33, g.ram.getByte(g.tables.translate(g.root, PAGE + 4499)));
    }
  }

  @EngineTest
  void instructionAcrossTwoPagesFaultsInTheSecond(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.put(Guest.CODE + 4090, new Asm().mov(RAX, 5).bytes(), 6);
      assertEquals(Exit.PAGE_FAULT, g.run(Guest.CODE + 4090));
      assertEquals(Guest.CODE + 4096, g.cpu.info().address());
      assertEquals(Guest.CODE + 4090, g.state.rip());
      assertEquals(0x14, g.cpu.info().errorCode());
      g.map(Guest.CODE + 4096, Guest.USER);
      g.put(Guest.CODE + 4096, new byte[] {0, 0, 0, 0, 0x0f, 0x05});
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
      assertEquals(5, g.state.rax());
    }
  }

  @EngineTest
  void entryAboveTheLeafCanForbid(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.RW);
      // The top entry loses the user bit: the leaf alone does not decide.
      long top = g.root + ((PAGE >>> 39) & 511) * 8;
      g.ram.putLong(top, g.ram.getLong(top) & ~Pte.U);
      if (engine.isVirtual()) {
        assertEquals(PageTables.NONE, g.tables.translate(g.root, PAGE, 4));
      }
      assertFault(g, READ, PAGE, 5);
    }
  }

  @EngineTest
  void frameOutsideOfMemoryFailsAndTheEngineGoesOn(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.tables.map(g.root, PAGE, g.ram.frames() + 5, Guest.RW);
      for (int[] access : new int[][] {READ, WRITE}) {
        g.newCode(new Asm().raw(access).syscall());
        g.state.r8(PAGE);
        assertEquals(Exit.FAILED, g.run());
        assertNotEquals("", g.cpu.info().reason());
        g.newCode(new Asm().syscall());
        assertEquals(Exit.SYSCALL, g.run());
      }
    }
  }
}
