package exo.cpu.engines;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that is saved on one engine goes on on another in the middle of its work. */
final class MigrationTest {
  private static final int ROUNDS = 100;

  /** The precision flag of x87 status word and MXCSR. */
  private static final int ROUNDED = 1 << 5;

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (TestEngine from : TestEngine.all()) {
      for (TestEngine to : TestEngine.all()) {
        pairs.add(Arguments.of(from, to));
      }
    }
    return pairs;
  }

  /**
   * A round of integers, of doubles in SSE, of x87 numbers, and of flags that the next round uses.
   */
  private static Asm work() {
    Asm code = new Asm();
    // imul r12, r13; adc r12, r14; mulpd xmm3, xmm4; addpd xmm3, xmm5; pxor xmm15, xmm3
    code.raw(0x4d, 0x0f, 0xaf, 0xe5, 0x4d, 0x11, 0xf4)
        .raw(0x66, 0x0f, 0x59, 0xdc, 0x66, 0x0f, 0x58, 0xdd, 0x66, 0x44, 0x0f, 0xef, 0xfb);
    // fmul st0, st1; fadd st0, st2; add rbx, r12; syscall
    return code.raw(0xd8, 0xc9, 0xd8, 0xc2, 0x4c, 0x01, 0xe3).syscall();
  }

  private static void begin(CpuState state) {
    state.gpr(12, 0x1234_5678_9abc_def1L);
    state.gpr(13, 0x5851_f42d_4c95_7f2dL);
    state.gpr(14, 0x1405_7b7e_f767_814fL);
    double[] doubles = {1.25, 0.75, 0.999, 0.5, 0.125, 3.5};
    for (int i = 0; i < doubles.length; i++) {
      state
          .xsave()
          .set(
              JAVA_LONG,
              CpuState.XSAVE_XMM0 + 3 * 16 + i * 8L,
              Double.doubleToRawLongBits(doubles[i]));
    }
    // Three numbers on the x87 stack: 1.5, 0.75, 2.
    long[] mantissas = {0xc000_0000_0000_0000L, 0xc000_0000_0000_0000L, 0x8000_0000_0000_0000L};
    int[] exponents = {16383, 16382, 16384};
    state.xsave().set(JAVA_BYTE, 3, (byte) (5 << 3));
    state.xsave().set(JAVA_BYTE, 4, (byte) 0xe0);
    for (int i = 0; i < 3; i++) {
      state.xsave().set(JAVA_LONG, CpuState.XSAVE_ST0 + i * 16L, mantissas[i]);
      state.xsave().set(JAVA_LONG, CpuState.XSAVE_ST0 + i * 16L + 8, exponents[i]);
    }
  }

  private static void rounds(Guest g, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(Exit.SYSCALL, g.run());
    }
    g.cpu.saveState(g.state);
  }

  /** All that the work reads or writes. */
  private static byte[] result(CpuState state) {
    byte[] all = Arrays.copyOf(state.segment().toArray(JAVA_BYTE), CpuState.XSAVE + 416);
    // Unicorn does not note in the status words that a result was rounded. The places of the last
    // x87 instruction and operand, and the bits that MXCSR has, are the engine's business.
    all[CpuState.XSAVE + 2] &= ~ROUNDED;
    all[CpuState.XSAVE + CpuState.XSAVE_MXCSR] &= ~ROUNDED;
    Arrays.fill(all, CpuState.XSAVE + 6, CpuState.XSAVE + 24, (byte) 0);
    Arrays.fill(all, CpuState.XSAVE + 28, CpuState.XSAVE + 32, (byte) 0);
    return all;
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @MethodSource("pairs")
  void goesOnWithAllItsRegisters(TestEngine from, TestEngine to) throws CpuUnavailable {
    try (Guest first = from.guest();
        Guest second = to.guest()) {
      first.code(work());
      second.code(work());
      begin(first.state);
      rounds(first, ROUNDS / 2);
      second.state.copyFrom(first.state);
      second.cpu.stateChanged(second.state);
      rounds(second, ROUNDS / 2);
      rounds(first, ROUNDS / 2);
      assertArrayEquals(result(first.state), result(second.state));
      assertNotEquals(0, second.state.rbx());
    }
  }
}
