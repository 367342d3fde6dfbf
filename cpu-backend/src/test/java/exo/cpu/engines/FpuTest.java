package exo.cpu.engines;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

final class FpuTest {
  private static final long AREA = Guest.DATA + 64;

  /** fxsave64 [r8]. */
  private static final int[] FXSAVE = {0x49, 0x0f, 0xae, 0x00};

  /** fxrstor64 [r8]. */
  private static final int[] FXRSTOR = {0x49, 0x0f, 0xae, 0x08};

  private static void run(Guest g, CpuState state, long rip) {
    state.rip(rip);
    assertEquals(Exit.SYSCALL, g.cpu.run(state, g.root));
  }

  /**
   * Random registers that are valid: exponents and mantissas as they may be, some physical
   * registers in use.
   */
  private static byte[] image(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] image = new byte[512];
    MemorySegment at = MemorySegment.ofArray(image);
    at.set(JAVA_SHORT.withByteAlignment(1), 0, (short) (0x37f & ~(random.nextInt(4) << 8)));
    at.set(
        JAVA_SHORT.withByteAlignment(1),
        2,
        (short) ((random.nextInt(8) << 11) | (random.nextInt(128) << 8 & 0x4700)));
    at.set(JAVA_BYTE, 4, (byte) random.nextInt(256));
    at.set(
        JAVA_INT.withByteAlignment(1), 24, 0x1f80 | random.nextInt(4) << 13 | random.nextInt(64));
    at.set(JAVA_INT.withByteAlignment(1), 28, 0xffff);
    for (int i = 0; i < 8; i++) {
      at.set(JAVA_LONG.withByteAlignment(1), 32 + i * 16L, random.nextLong() | Long.MIN_VALUE);
      at.set(JAVA_SHORT.withByteAlignment(1), 40 + i * 16L, (short) (0x3f00 + random.nextInt(512)));
    }
    for (int i = 160; i < 416; i++) {
      image[i] = (byte) random.nextInt(256);
    }
    return image;
  }

  private static byte[] area(CpuState state) {
    byte[] area = Arrays.copyOf(state.xsave().toArray(JAVA_BYTE), 416);
    return withoutPointers(area);
  }

  /**
   * The places of the last x87 instruction and operand, and which bits MXCSR has, are the engine's
   * business.
   */
  private static byte[] withoutPointers(byte[] area) {
    Arrays.fill(area, 6, 24, (byte) 0);
    Arrays.fill(area, 28, 32, (byte) 0);
    return area;
  }

  @EngineTest
  void savedAreaIsWhatTheGuestItselfWouldSave(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(FXRSTOR).syscall());
      for (int seed = 0; seed < 50; seed++) {
        byte[] image = image(seed);
        g.put(AREA, image);
        g.state.r8(AREA);
        run(g, g.state, Guest.CODE);
        g.cpu.saveState(g.state);
        assertArrayEquals(
            withoutPointers(Arrays.copyOf(image, 416)), area(g.state), "seed " + seed);
        assertEquals(3, g.state.xsave().get(JAVA_LONG, CpuState.XSAVE_XSTATE_BV) & 3);
      }
    }
  }

  @EngineTest
  void loadedAreaIsWhatTheGuestSees(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(FXSAVE).syscall());
      for (int seed = 0; seed < 50; seed++) {
        byte[] image = image(seed);
        g.cpu.saveState(g.state);
        MemorySegment.copy(image, 0, g.state.xsave(), JAVA_BYTE, 0, 512);
        g.cpu.stateChanged(g.state);
        g.state.r8(AREA);
        run(g, g.state, Guest.CODE);
        byte[] seen = withoutPointers(Arrays.copyOf(g.bytes(AREA, 512), 416));
        assertArrayEquals(withoutPointers(Arrays.copyOf(image, 416)), seen, "seed " + seed);
      }
    }
  }

  @EngineTest
  void twoStatesDoNotSeeEachOthersRegisters(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // addsd xmm0, xmm1; fld1; faddp; syscall
      g.code(new Asm().raw(0xf2, 0x0f, 0x58, 0xc1).raw(0xd9, 0xe8, 0xde, 0xc1).syscall());
      CpuState one = g.state;
      CpuState two = g.states.take();
      prepare(one, 0.0, 1.0);
      prepare(two, 1000.0, 0.5);
      for (int i = 0; i < 200; i++) {
        run(g, one, Guest.CODE);
        run(g, two, Guest.CODE);
        if (i % 3 == 0) {
          run(g, two, Guest.CODE);
        }
      }
      g.cpu.saveState(one);
      g.cpu.saveState(two);
      assertEquals(200.0, xmm0(one));
      assertEquals(1000.0 + 0.5 * 267, xmm0(two));
      assertEquals(200, x87Integer(one));
      assertEquals(267, x87Integer(two));
    }
  }

  /** XMM0, XMM1, and 0 on the x87 stack. */
  private static void prepare(CpuState state, double xmm0, double xmm1) {
    MemorySegment area = state.xsave();
    area.set(JAVA_LONG, CpuState.XSAVE_XMM0, Double.doubleToRawLongBits(xmm0));
    area.set(JAVA_LONG, CpuState.XSAVE_XMM0 + 16, Double.doubleToRawLongBits(xmm1));
    area.set(JAVA_SHORT, 2, (short) (7 << 11));
    area.set(JAVA_BYTE, 4, (byte) 0x80);
  }

  private static double xmm0(CpuState state) {
    return Double.longBitsToDouble(state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
  }

  /** The top of the x87 stack, when it is a small positive integer. */
  private static long x87Integer(CpuState state) {
    long mantissa = state.xsave().get(JAVA_LONG, CpuState.XSAVE_ST0);
    int exponent = state.xsave().get(JAVA_SHORT, CpuState.XSAVE_ST0 + 8) - 16383;
    return mantissa >>> (63 - exponent);
  }

  @EngineTest
  void componentsThatTheAreaDoesNotHoldAreInitial(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(FXSAVE).syscall());
      MemorySegment.copy(image(9), 0, g.state.xsave(), JAVA_BYTE, 0, 512);
      g.state.xsave().set(JAVA_LONG, CpuState.XSAVE_XSTATE_BV, 0);
      g.cpu.stateChanged(g.state);
      g.state.r8(AREA);
      run(g, g.state, Guest.CODE);
      byte[] seen = g.bytes(AREA, 512);
      assertEquals(0x7f, seen[0]);
      assertEquals(0x03, seen[1]);
      assertEquals(0, seen[4], "no x87 register is in use");
      assertArrayEquals(new byte[256], Arrays.copyOfRange(seen, 160, 416), "XMM");
    }
  }

  @EngineTest
  void discardedStateIsNotWrittenBack(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(0x66, 0x0f, 0x76, 0xc0).syscall()); // pcmpeqd xmm0, xmm0
      run(g, g.state, Guest.CODE);
      g.cpu.discardState(g.state);
      g.cpu.saveState(g.state);
      run(g, g.states.take(), Guest.CODE);
      assertEquals(0, g.state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
    }
  }

  @EngineTest
  void closingSavesWhatIsHeld(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().raw(0x66, 0x0f, 0x76, 0xc0).syscall()); // pcmpeqd xmm0, xmm0
      run(g, g.state, Guest.CODE);
      g.cpu.close();
      assertEquals(-1, g.state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
    }
  }

  @EngineTest
  void xsaveSavesSseToo(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // pcmpeqd xmm5, xmm5; mov eax, 7; xor edx, edx; xsave64 [r8]; xor ecx, ecx; xgetbv
      g.code(
          new Asm()
              .raw(0x66, 0x0f, 0x76, 0xed, 0xb8, 7, 0, 0, 0, 0x31, 0xd2, 0x49, 0x0f, 0xae, 0x20)
              .raw(0x31, 0xc9, 0x0f, 0x01, 0xd0)
              .syscall());
      g.state.r8(AREA);
      run(g, g.state, Guest.CODE);
      boolean avx = g.cpu.capabilities().instructionSets().contains("avx");
      assertEquals(avx ? 7 : 3, g.state.rax() & 7, "XCR0: x87 and SSE, and AVX where it is");
      assertEquals(-1, g.getLong(AREA + 160 + 5 * 16));
      assertEquals(
          2, g.getLong(AREA + 512) & 2, "x87 registers that nobody used need not be saved");
    }
  }
}
