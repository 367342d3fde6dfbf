package exo.cpu.engines;

import static exo.cpu.engines.Asm.RAX;
import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;

final class SystemCallTest {
  private static final long STATUS =
      Rflags.CF | Rflags.PF | Rflags.AF | Rflags.ZF | Rflags.SF | Rflags.OF;

  @EngineTest
  void leavesRegistersAsHardwareDoes(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().mov(RAX, 39).raw(0xf9).syscall()); // stc
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(39, g.state.rax());
      assertEquals(Guest.CODE + 13, g.state.rip());
      assertEquals(g.state.rip(), g.state.rcx());
      assertEquals(0x203, g.state.rflags());
      assertEquals(0x203, g.state.r11());
    }
  }

  @EngineTest
  void allRegistersTravelBothWays(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      Asm code = new Asm();
      for (int reg = 0; reg < 16; reg++) {
        code.raw(reg < 8 ? 0x48 : 0x49, 0xf7, 0xd0 | (reg & 7)); // not reg
      }
      g.code(code.syscall());
      for (int round = 0; round < 3; round++) {
        for (int reg = 0; reg < 16; reg++) {
          g.state.gpr(reg, 0x1234_5678_0000_0000L + 1000L * round + reg);
        }
        assertEquals(Exit.SYSCALL, g.run());
        for (int reg = 0; reg < 16; reg++) {
          if (reg != Asm.RCX && reg != Asm.R11) {
            assertEquals(
                ~(0x1234_5678_0000_0000L + 1000L * round + reg),
                g.state.gpr(reg),
                "register " + reg);
          }
        }
      }
    }
  }

  @EngineTest
  void flagsTravelBothWays(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(0x9c, 0x5b).syscall()); // pushfq; pop rbx
      for (long flags :
          new long[] {0, STATUS, Rflags.DF | Rflags.CF, Rflags.ID | Rflags.ZF, Rflags.AC}) {
        g.state.rflags(flags);
        assertEquals(Exit.SYSCALL, g.run());
        assertEquals(flags | 0x202, g.state.rbx(), "as the guest saw them");
        assertEquals(flags | 0x202, g.state.rflags(), "as they came back");
      }
    }
  }

  @EngineTest
  void privilegedFlagsDoNotReachTheGuest(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(0x9c, 0x5b).syscall()); // pushfq; pop rbx
      g.state.rflags(Rflags.IOPL | Rflags.VM);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(0x202, g.state.rbx());
    }
  }

  @EngineTest
  void segmentBasesTravelBothWays(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.putLong(Guest.DATA + 8, 0x1111);
      g.putLong(Guest.DATA + 0x100, 0x2222);
      g.code(
          new Asm()
              .raw(0x64, 0x48, 0x8b, 0x04, 0x25, 8, 0, 0, 0) // mov rax, fs:[8]
              .raw(0x65, 0x48, 0x8b, 0x1c, 0x25, 0, 0, 0, 0) // mov rbx, gs:[0]
              .raw(0xf3, 0x48, 0x0f, 0xae, 0xd2) // wrfsbase rdx
              .raw(0xf3, 0x48, 0x0f, 0xae, 0xde) // wrgsbase rsi
              .syscall());
      g.state.fsBase(Guest.DATA);
      g.state.gsBase(Guest.DATA + 0x100);
      g.state.rdx(0x7000_1234_5000L);
      g.state.rsi(0x7fff_0000_0008L);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(0x1111, g.state.rax());
      assertEquals(0x2222, g.state.rbx());
      assertEquals(0x7000_1234_5000L, g.state.fsBase());
      assertEquals(0x7fff_0000_0008L, g.state.gsBase());
    }
  }

  @EngineTest
  void loopOfCallsKeepsCount(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      Asm code = new Asm().mov(RBX, 5000);
      int loop = code.here();
      code.raw(0x48, 0xff, 0xc7).syscall().loopRbx(loop).mov(RAX, 60).syscall(); // inc rdi
      g.code(code);
      Exit exit = g.run();
      int calls = 0;
      while (g.state.rax() != 60) {
        assertEquals(Exit.SYSCALL, exit);
        assertEquals(++calls, g.state.rdi());
        g.state.rax(-38);
        exit = g.cpu.run(g.state, g.root);
      }
      assertEquals(5000, calls);
    }
  }

  @EngineTest
  void callAcrossAPageBoundaryReturnsBehindIt(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.map(Guest.CODE + 4096, Guest.USER);
      g.put(Guest.CODE + 4095, new byte[] {0x0f, 0x05});
      assertEquals(Exit.SYSCALL, g.run(Guest.CODE + 4095));
      assertEquals(Guest.CODE + 4097, g.state.rip());
    }
  }

  @EngineTest
  void guestIsInRing3InA64BitSegment(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // mov eax, cs; mov ebx, ss
      g.code(new Asm().raw(0x8c, 0xc8, 0x8c, 0xd3).syscall());
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(Selectors.USER_CODE, g.state.rax());
      assertEquals(Selectors.USER_DATA, g.state.rbx());
    }
  }
}
