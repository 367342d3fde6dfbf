package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import exo.cpu.unicorn.sys.Containment;
import exo.mem.paging.Pte;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What would end the process, or harm other tasks, if nothing held it back. */
final class ContainmentTest {
  private static final long PAGE = 0x7f00_0000_0000L;

  /**
   * Everything that may stand before an opcode: prefixes and the ways into the other opcode maps.
   */
  private static final String[] BEFORE = {
    "", "66", "f3", "f2", "48", "f0", "64", "67", "0f", "660f", "f30f", "f20f", "480f", "f00f",
    "66480f", "f0480f", "0f38", "660f38", "f20f38", "660f3a", "0f3a", "6648", "f048", "c5f8",
    "c4e279", "41", "44", "470f"
  };

  /**
   * Registers, memory by register, with displacement, by SIB, relative to RIP; all values of the
   * middle field.
   */
  private static final int[] MOD_RM = {
    0xc1, 0xc8, 0xd0, 0xd8, 0xe0, 0xe8, 0xf0, 0xf8, 0x00, 0x08, 0x10, 0x18, 0x20, 0x28, 0x30, 0x38,
    0x43, 0x04, 0x05
  };

  @BeforeEach
  void wantContainment() throws CpuUnavailable {
    new UnicornGuest().close();
    Assumptions.assumeTrue(Containment.active(), "not on this host");
  }

  /** A page full of one instruction, with something behind it to end at. */
  private static void fill(Guest g, byte[] instruction) {
    byte[] page = new byte[4096];
    Arrays.fill(page, (byte) 0x90);
    for (int at = 0; at + instruction.length <= page.length; at += instruction.length) {
      System.arraycopy(instruction, 0, page, at, instruction.length);
    }
    g.put(PAGE, page);
    g.cpu.invalidate(g.root, PAGE, 4096, Invalidation.CODE_CHANGED);
  }

  @ParameterizedTest
  @EnumSource
  void blockThatLeaksValuesOfTheTranslator(Boot.Mode mode) throws CpuUnavailable {
    try (Guest g = new UnicornGuest(mode)) {
      g.map(PAGE, Guest.USER);
      g.map(PAGE + 4096, Guest.USER);
      g.put(PAGE + 4096, new byte[] {0x0f, 0x05, 0x0f, 0x05, 0x0f, 0x05, 0x0f, 0x05});
      // pshufd xmm0, xmm0, 0 has 5 bytes and fadd st, st(1) has 2: hundreds without a branch.
      for (String code : new String[] {"660f70c000", "d8c1", "0fc6c000"}) {
        fill(g, HexFormat.of().parseHex(code));
        g.state.rip(PAGE);
        assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root), code);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void instructionThatTheTranslatorAbortsOver(Boot.Mode mode) throws CpuUnavailable {
    try (Guest g = new UnicornGuest(mode)) {
      for (String nonsense : new String[] {"f00fa3c1", "f00fabd0", "f00fb3c8", "f00fbae008"}) {
        // inc rax twice; the nonsense; inc rax
        Asm code = new Asm().raw(0x48, 0xff, 0xc0, 0x48, 0xff, 0xc0);
        for (byte b : HexFormat.of().parseHex(nonsense)) {
          code.raw(b & 0xff);
        }
        g.newCode(code.raw(0x48, 0xff, 0xc0).syscall());
        g.state.rax(0);
        assertEquals(Exit.EXCEPTION, g.run(), nonsense);
        assertEquals(6, g.cpu.info().vector());
        assertEquals(Guest.CODE + 6, g.state.rip(), "at the instruction");
        assertEquals(2, g.state.rax(), "what stands before it has been done");
        g.state.rip(Guest.CODE + 6 + nonsense.length() / 2);
        assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root), "what stands behind it can run");
        assertEquals(3, g.state.rax());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void virtual8086ModeIsNotEntered(Boot.Mode mode) throws CpuUnavailable {
    try (Guest g = new UnicornGuest(mode)) {
      // A frame for a 32-bit iret with EFLAGS.VM set: EIP, CS, EFLAGS, ESP, SS, ES, DS, FS, GS.
      int[] frame = {0x100, 0x64ee, 0x20202, 0x1000, 0xe4bc, 0, 0, 0, 0};
      for (int i = 0; i < frame.length; i++) {
        g.ram.putInt(g.tables.translate(g.root, Guest.DATA + i * 4L), frame[i]);
      }
      g.code(new Asm().raw(0x66, 0x0f, 0x76, 0xc0, 0xcf)); // pcmpeqd xmm0, xmm0; iret
      long rsp = g.state.rsp();
      g.state.rsp(Guest.DATA);
      g.run();
      g.cpu.saveState(g.state);
      assertEquals(-1, g.state.xsave().get(JAVA_LONG, 160));
      g.state.rsp(rsp);
      g.newCode(new Asm().raw(0x8c, 0xc8, 0x9c, 0x5b).syscall()); // mov eax, cs; pushfq; pop rbx
      g.state.rflags(0);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(0x33, g.state.rax());
      assertEquals(0x202, g.state.rbx());
    }
  }

  @Test
  void someOfAllInstructions() throws CpuUnavailable {
    runAll(7);
  }

  @Tag("long")
  @Test
  void allInstructions() throws CpuUnavailable {
    runAll(1);
  }

  /** Fills a page with one form of an instruction after another and runs it. */
  private static void runAll(int step) throws CpuUnavailable {
    try (Guest g = new UnicornGuest()) {
      g.map(PAGE, Guest.USER | Pte.W);
      AtomicBoolean done = new AtomicBoolean();
      Thread ticker = Thread.ofPlatform().daemon().start(() -> kick(g, done));
      int count = 0;
      for (String before : BEFORE) {
        for (int opcode = 0; opcode < 256; opcode++) {
          for (int modRm : MOD_RM) {
            if (count++ % step == 0) {
              byte[] prefix = HexFormat.of().parseHex(before);
              byte[] code = Arrays.copyOf(prefix, prefix.length + 3);
              code[prefix.length] = (byte) opcode;
              code[prefix.length + 1] = (byte) modRm;
              code[prefix.length + 2] = 8;
              fill(g, code);
              g.state.reset();
              g.state.rsp(Guest.STACK_TOP - 0x1000);
              g.state.rax(Guest.DATA);
              g.state.rbx(Guest.DATA);
              g.state.rip(PAGE);
              assertNotEquals(
                  Exit.FAILED, g.cpu.run(g.state, g.root), HexFormat.of().formatHex(code));
            }
          }
        }
      }
      done.set(true);
      join(ticker);
    }
  }

  private static void kick(Guest g, AtomicBoolean done) {
    while (!done.get()) {
      LockSupport.parkNanos(20_000);
      g.cpu.kick();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
