package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import exo.mem.paging.Pte;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Short programs of random bytes, spiced with what is delicate, on wild registers. The process and
 * the other tasks survive.
 */
final class FuzzTest {
  private static final long CODE = 0x80_0000;
  private static final long DATA = 0x90_0000;
  private static final long SECRET = 0xa0_0000;

  private static final String[] SPICE =
      ("0f05 0f34 cd80 cd21 cd0e cd0d cd08 cd06 f1 cc ce f4 fa fb e6 ee ef 6c 6d 6e 6f f36c f36e f26f 0f30 0f32 0f33 0f31 0f01d0"
              + " 0f01d1 0f01d8 0f01da 0f01de 0f01f8 0f01f9 0f01c8 0f01c9 0f01c1 0f01d4 0f01ca 0f01ee 0f0117 0f011f 0f0107 0f010f"
              + " 0f00d8 0f00d0 0f20c0 0f20d8 0f22d8 0f22c0 0f22e0 0f21f8 0f23f8 8ed8 8ec0 8ed0 8ee0 8ee8 8ec8 48cf cf cb 48cb ca0800"
              + " ff18 48ff18 ff28 48ff28 0fa1 0fa9 0fa0 0fa8 c8100001 c8ffff1f c9 0fae00 0fae08 0fae20 0fae28 480fae20 480fae28 0fae30"
              + " 480fae30 0fae38 f30faed0 f3480faed0 f3480faed8 9d 9c 669d 0f07 480f07 0f35 480f35 0fa2 0fc7c8 0fc7f0 480fc709 0fc721"
              + " 0fc729 0fc731 0f0b 0fff d6 f0 f2 f3 66 67 2e 64 65 f3a4 f3aa f2ae f3a5 d7 dd20 dd30 d920 d930 dbe3 c5f877 62 d5 8f"
              + " f30fb8 660f3a63 0f38f0 f20f38f1 0ff7 660ff7 0f1a 0f1b 660f1a f30f1efa 0f01 0f00 e8 e9 eb c3 c2 70 0f84 41ffe0 0fb0"
              + " f00fb1 f00fc7 f00fa3 f00fba 0fa4 c1 d2 f6 f7 86 87 9b d9f8 d9f5 dde0 f20fd0 660fc6 660f70")
          .split(" ", -1);

  private static final long[] WILD = {
    CODE,
    CODE + 0xff8,
    CODE + 0x1ff0,
    DATA,
    DATA + 0xff8,
    SECRET,
    0x7fff_0000_0000L,
    0x7fff_ffff_ffffL,
    0x8000_0000_0000L,
    0xffff_ffff_8000_0000L,
    0xffff_ffff_8000_0800L,
    -1,
    -8,
    0,
    1,
    8,
    0x10,
    0x18,
    0x23,
    0x2b,
    0x33,
    0x40,
    0xc000_0080L,
    0xc000_0082L,
    0xc000_0100L,
    7,
    3
  };

  @ParameterizedTest
  @EnumSource
  void fewPrograms(Boot.Mode mode) throws CpuUnavailable {
    fuzz(mode, 1, 2500);
  }

  @Tag("long")
  @Test
  void manyPrograms() throws CpuUnavailable {
    fuzz(Boot.Mode.LIVE, 1_000_000, 250_000);
  }

  private static void fuzz(Boot.Mode mode, long firstSeed, int programs) throws CpuUnavailable {
    try (Guest g = new UnicornGuest(mode)) {
      long frame = g.map(CODE, Guest.USER | Pte.W);
      long next = g.map(CODE + 4096, Guest.USER | Pte.W);
      g.map(DATA, Guest.RW);
      // Another task's page: mapped for the supervisor only.
      g.map(SECRET, Pte.P | Pte.W);
      byte[] secret = new byte[4096];
      Arrays.fill(secret, (byte) 0x5c);
      g.put(SECRET, secret);
      byte[] kernelPage = g.bytes(0xffff_ffff_8000_0000L, 4096);
      CpuState other = g.states.take();
      AtomicBoolean done = new AtomicBoolean();
      Thread ticker = Thread.ofPlatform().daemon().start(() -> kick(g, done));
      g.code(new Asm().mov(Asm.RAX, 77).raw(0x8c, 0xcb).syscall()); // mov ebx, cs
      for (int i = 0; i < programs; i++) {
        SplittableRandom random = new SplittableRandom(firstSeed + i);
        String seed = "seed " + (firstSeed + i);
        long base = CODE + random.nextInt(0xf80);
        g.put(base, program(random));
        g.cpu.codeChanged(frame, 1);
        g.cpu.codeChanged(next, 1);
        setRegisters(g, random);
        long rip = base;
        for (int k = 0; k < 24; k++) {
          g.state.rip(rip);
          assertNotEquals(
              Exit.FAILED, g.cpu.run(g.state, g.root), () -> seed + ": " + g.cpu.info().reason());
          rip = base + random.nextInt(240);
        }
        if (i % 16 == 0) {
          assertOtherTaskIsWell(g, other, seed);
        }
      }
      done.set(true);
      join(ticker);
      assertArrayEquals(secret, g.bytes(SECRET, 4096));
      assertArrayEquals(kernelPage, g.bytes(0xffff_ffff_8000_0000L, 4096));
    }
  }

  private static void kick(Guest g, AtomicBoolean done) {
    while (!done.get()) {
      LockSupport.parkNanos(300_000);
      g.cpu.kick();
    }
  }

  private static byte[] program(SplittableRandom random) {
    Asm code = new Asm();
    while (code.here() < 232) {
      int kind = random.nextInt(4);
      if (kind < 2) {
        for (int n = random.nextInt(4); n >= 0; n--) {
          code.raw(random.nextInt(256));
        }
      } else {
        if (random.nextInt(3) == 0) {
          code.raw(0x40 + random.nextInt(16));
        }
        for (byte b : HexFormat.of().parseHex(SPICE[random.nextInt(SPICE.length)])) {
          code.raw(b & 0xff);
        }
      }
    }
    return code.bytes();
  }

  private static void setRegisters(Guest g, SplittableRandom random) {
    g.state.reset();
    if (random.nextInt(3) == 0) {
      for (int i = 0; i < 512; i++) {
        g.state.xsave().set(JAVA_BYTE, i, (byte) random.nextInt(256));
      }
    }
    g.cpu.stateChanged(g.state);
    for (int i = 0; i < 16; i++) {
      long wild = WILD[random.nextInt(WILD.length)];
      g.state.gpr(
          i,
          random.nextInt(5) == 0
              ? random.nextLong()
              : wild + (random.nextBoolean() ? random.nextInt(64) : 0));
    }
    if (random.nextInt(2) == 0) {
      g.state.rsp(Guest.STACK_TOP - 0x1000);
    }
    g.state.rflags(random.nextInt(4) == 0 ? random.nextLong() : 0);
    g.state.fsBase(WILD[random.nextInt(WILD.length)]);
    g.state.gsBase(random.nextLong());
  }

  /** Nothing that the wild one did may be left in the engine. */
  private static void assertOtherTaskIsWell(Guest g, CpuState other, String seed) {
    Exit exit;
    do {
      other.reset();
      other.rip(Guest.CODE);
      exit = g.cpu.run(other, g.root);
    } while (exit == Exit.INTERRUPTED);
    assertEquals(Exit.SYSCALL, exit, seed);
    assertEquals(77, other.rax(), seed);
    assertEquals(0x33, other.rbx(), seed);
    assertEquals(0x202, other.rflags(), seed);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
