package exo.cpu.engines;

import static exo.cpu.engines.Asm.RAX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.Cpu;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;

final class CodeTest {
  private static final long PAGE = 0x7f00_0000_0000L;

  private static Asm answer(long value) {
    return new Asm().mov(RAX, value).syscall();
  }

  private static void assertAnswers(Guest g, long root, long va, long value) {
    g.state.rip(va);
    g.state.rax(0);
    assertEquals(Exit.SYSCALL, g.cpu.run(g.state, root));
    assertEquals(value, g.state.rax());
  }

  @EngineTest
  void guestChangesTheInstructionAhead(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(PAGE, Guest.USER | Pte.W);
      // mov byte [r8], bl: into the immediate of the next instruction; mov eax, 0; syscall
      byte[] code = new Asm().raw(0x41, 0x88, 0x18, 0xb8, 0, 0, 0, 0).syscall().bytes();
      g.put(PAGE, code);
      g.state.r8(PAGE + 4);
      for (int i = 1; i < 20; i++) {
        g.state.rbx(i);
        assertAnswers(g, g.root, PAGE, i);
      }
    }
  }

  @EngineTest
  void kernelChangesCodeAndTells(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      for (int i = 1; i < 20; i++) {
        g.code(answer(i));
        g.cpu.invalidate(g.root, Guest.CODE + 2, 1, Invalidation.CODE_CHANGED);
        assertAnswers(g, g.root, Guest.CODE, i);
      }
    }
  }

  @EngineTest
  void frameIsUsedAgainAtTheSameAddress(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      long frame = g.map(PAGE, Guest.USER);
      for (int i = 1; i < 10; i++) {
        g.put(PAGE, answer(i).bytes());
        assertAnswers(g, g.root, PAGE, i);
        assertEquals(frame, g.unmap(PAGE));
        // Nothing is mapped any more: only the frame can be named.
        g.cpu.codeChanged(frame, 1);
        g.tables.map(g.root, PAGE, frame, Guest.USER);
      }
    }
  }

  @EngineTest
  void pageThatCannotBeExecutedAtTheMomentIsForgottenToo(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      long frame = g.map(PAGE, Guest.USER);
      g.put(PAGE, answer(1).bytes());
      assertAnswers(g, g.root, PAGE, 1);
      g.tables.map(g.root, PAGE, frame, Guest.RW);
      g.cpu.invalidate(g.root, PAGE, 4096, Invalidation.RIGHTS_REVOKED);
      g.put(PAGE, answer(2).bytes());
      g.cpu.invalidate(g.root, PAGE, 4096, Invalidation.CODE_CHANGED);
      g.tables.map(g.root, PAGE, frame, Guest.USER);
      assertAnswers(g, g.root, PAGE, 2);
    }
  }

  @EngineTest
  void changeThroughOneAddressSpaceIsSeenInAnother(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      long frame = g.map(PAGE, Guest.USER);
      long other = g.tables.newRoot();
      g.tables.map(other, PAGE, frame, Guest.USER);
      g.tables.map(other, PAGE + 0x10_0000, frame, Guest.USER);
      for (int i = 1; i < 5; i++) {
        g.put(PAGE, answer(i).bytes());
        g.cpu.invalidate(g.root, PAGE, 16, Invalidation.CODE_CHANGED);
        assertAnswers(g, other, PAGE, i);
        assertAnswers(g, g.root, PAGE, i);
        assertAnswers(g, other, PAGE + 0x10_0000, i);
      }
    }
  }

  @EngineTest
  void rangesOfAnySizeAreForgotten(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // Every other page is absent, and frames run backwards: no run of frames is longer than one.
      int pages = 40;
      for (int i = pages - 1; i >= 0; i -= 2) {
        g.map(PAGE + i * 4096L, Guest.USER);
      }
      long value = 0;
      for (long length : new long[] {pages * 4096L, 3000L * 4096, Cpu.ALL}) {
        value++;
        for (int i = 1; i < pages; i += 2) {
          g.put(PAGE + i * 4096L, answer(value).bytes());
        }
        g.cpu.invalidate(g.root, PAGE, length, Invalidation.CODE_CHANGED);
        for (int i = 1; i < pages; i += 2) {
          assertAnswers(g, g.root, PAGE + i * 4096L, value);
        }
      }
    }
  }

  @EngineTest
  void runOfFramesIsForgotten(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      long first = g.frames.allocContiguous(20, 1, FrameAllocator.Zone.NORMAL);
      for (int i = 0; i < 20; i++) {
        g.tables.map(g.root, PAGE + i * 4096L, first + i, Guest.USER);
      }
      for (int value = 1; value < 4; value++) {
        for (int i = 0; i < 20; i++) {
          g.put(PAGE + i * 4096L, answer(value).bytes());
        }
        g.cpu.codeChanged(first, 20);
        for (int i = 0; i < 20; i++) {
          assertAnswers(g, g.root, PAGE + i * 4096L, value);
        }
      }
    }
  }
}
