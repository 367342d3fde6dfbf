package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FDP;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FIP;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FOP;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPCW;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPSW;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPTAG;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_MXCSR;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_ST0;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_XMM0;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.cpu.CpuState;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The registers where the engine keeps them: a switch of tasks costs a fifth of what the library's
 * calls take. Only the two control words go through calls, when they change, since the engine
 * derives its rounding from them.
 *
 * <p>The x87 fields stand in a row: the top of the stack, status, control, eight tags of a byte (1
 * when empty), perhaps a gap, eight registers by their physical numbers, and the last instruction.
 */
final class DirectFpuRegisters implements FpuRegisters {
  private static final int X87 = 8;
  private static final int XMM = 16;
  private static final int SLOT = 16;

  // Where the x87 fields are, from the first register on, less the gap for those before it.
  private static final long TOP = -16;
  private static final long STATUS = -12;
  private static final long CONTROL = -10;
  private static final long TAGS = -8;
  private static final long OPCODE = X87 * SLOT;
  private static final long INSTRUCTION = OPCODE + 8;
  private static final long OPERAND = OPCODE + 16;

  // Offsets in the XSAVE area.
  private static final int FSW = 2;
  private static final int FTW = 4;
  private static final int FOP = 6;
  private static final int FIP = 8;
  private static final int FDP = 16;

  private static final int TOP_SHIFT = 11;
  private static final int TOP_BITS = 7 << TOP_SHIFT;
  private static final int EXPONENT = 0xffff;
  private static final long COMPONENT_X87 = 1;
  private static final long COMPONENT_SSE = 2;
  private static final int MXCSR_BITS = 0xffff;
  private static final short INITIAL_CONTROL = 0x37f;
  private static final int INITIAL_MXCSR = 0x1f80;
  private static final long ALL_EMPTY = 0x0101_0101_0101_0101L;

  // An eight-bit number's bits become the lowest bits of eight bytes by a product and a mask.
  private static final long SPREAD = 0x8040_2010_0804_0201L;
  private static final long HIGHEST = 0x8080_8080_8080_8080L;
  private static final long GATHER = 0x0102_0408_1020_4080L;

  /**
   * The whole address space, so that what moves a few hundred bytes at every switch of tasks is not
   * checked word by word. Only the places that {@link Search} has found, and the areas of states
   * that live, are ever addressed in it.
   */
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final Engine engine;

  // Addresses, as long as the engine is open.
  private final long head;
  private final long x87;
  private final long xmm;
  private final long stride;
  private final long mxcsr;

  private DirectFpuRegisters(
      Engine engine, long head, long x87, long xmm, long stride, long mxcsr) {
    this.engine = engine;
    this.head = head;
    this.x87 = x87;
    this.xmm = xmm;
    this.stride = stride;
    this.mxcsr = mxcsr;
  }

  /**
   * Finds the fields by what the library's calls write there. The registers are in their initial
   * state afterwards.
   *
   * @param live the engine's CPU state
   * @return null when this build of the library keeps them in another way
   */
  static @Nullable DirectFpuRegisters find(Engine engine, MemorySegment live) {
    try {
      return new Search(engine, live).find();
    } finally {
      reset(engine);
    }
  }

  private static void reset(Engine engine) {
    MemorySegment zero = engine.arena().allocate(SLOT, SLOT);
    engine.set(UC_X86_REG_FPSW, 0);
    for (int i = 0; i < X87; i++) {
      engine.set(UC_X86_REG_ST0 + i, zero);
    }
    for (int i = 0; i < XMM; i++) {
      engine.set(UC_X86_REG_XMM0 + i, zero);
    }
    engine.set(UC_X86_REG_FPTAG, 0xffff);
    engine.set(UC_X86_REG_FOP, 0);
    engine.set(UC_X86_REG_FIP, 0);
    engine.set(UC_X86_REG_FDP, 0);
    engine.set(UC_X86_REG_FPCW, INITIAL_CONTROL);
    engine.set(UC_X86_REG_MXCSR, INITIAL_MXCSR);
  }

  @Override
  public void store(CpuState state) {
    storeAll(state);
  }

  @Override
  public void load(CpuState state) {
    loadAll(state, false);
  }

  @Override
  public void exchange(CpuState from, CpuState to) {
    loadAll(to, storeAll(from));
  }

  /** Answers whether the x87 registers are as after a reset, as with nearly all programs. */
  private boolean storeAll(CpuState state) {
    long area = state.segment().address() + CpuState.XSAVE;
    boolean initial = storeX87(area);
    MEMORY.set(JAVA_INT, area + CpuState.XSAVE_MXCSR, MEMORY.get(JAVA_INT, mxcsr));
    MEMORY.set(JAVA_INT, area + CpuState.XSAVE_MXCSR_MASK, MXCSR_BITS);
    long to = area + CpuState.XSAVE_XMM0;
    long from = xmm;
    for (int i = 0; i < XMM; i++, to += SLOT, from += stride) {
      MEMORY.set(JAVA_LONG, to, MEMORY.get(JAVA_LONG, from));
      MEMORY.set(JAVA_LONG, to + 8, MEMORY.get(JAVA_LONG, from + 8));
    }
    long present = initial ? COMPONENT_SSE : COMPONENT_X87 | COMPONENT_SSE;
    MEMORY.set(JAVA_LONG, area + CpuState.XSAVE_XSTATE_BV, present);
    return initial;
  }

  private boolean storeX87(long area) {
    int top = MEMORY.get(JAVA_INT, head + TOP);
    int status = MEMORY.get(JAVA_SHORT, head + STATUS) & ~TOP_BITS | top << TOP_SHIFT;
    short control = MEMORY.get(JAVA_SHORT, head + CONTROL);
    long empty = MEMORY.get(JAVA_LONG_UNALIGNED, head + TAGS);
    short opcode = MEMORY.get(JAVA_SHORT, x87 + OPCODE);
    long instruction = MEMORY.get(JAVA_LONG, x87 + INSTRUCTION);
    long operand = MEMORY.get(JAVA_LONG, x87 + OPERAND);
    MEMORY.set(JAVA_SHORT, area + CpuState.XSAVE_FCW, control);
    MEMORY.set(JAVA_SHORT, area + FSW, (short) status);
    MEMORY.set(JAVA_SHORT, area + FTW, (short) (~(empty * GATHER >>> 56) & 0xff));
    MEMORY.set(JAVA_SHORT, area + FOP, opcode);
    MEMORY.set(JAVA_LONG, area + FIP, instruction);
    MEMORY.set(JAVA_LONG, area + FDP, operand);
    long st = area + CpuState.XSAVE_ST0;
    // To look whether all is zero takes a third of the time of moving it.
    if ((status | opcode | instruction | operand | empty ^ ALL_EMPTY) == 0
        && control == INITIAL_CONTROL
        && (any(x87) | any(st)) == 0) {
      return true;
    }
    for (int i = 0; i < X87; i++, st += SLOT) {
      long from = x87 + ((top + i) & (X87 - 1)) * SLOT;
      MEMORY.set(JAVA_LONG, st, MEMORY.get(JAVA_LONG, from));
      MEMORY.set(JAVA_LONG, st + 8, MEMORY.get(JAVA_LONG, from + 8) & EXPONENT);
    }
    return false;
  }

  /** The bits that any of eight registers has. */
  private static long any(long registers) {
    long bits = 0;
    for (int i = 0; i < X87; i++, registers += SLOT) {
      bits |= MEMORY.get(JAVA_LONG, registers) | MEMORY.get(JAVA_LONG, registers + 8) & EXPONENT;
    }
    return bits;
  }

  /**
   * Moves a state in.
   *
   * @param initial whether the engine's x87 registers are known to be as after a reset
   */
  private void loadAll(CpuState state, boolean initial) {
    long area = state.segment().address() + CpuState.XSAVE;
    long present = MEMORY.get(JAVA_LONG, area + CpuState.XSAVE_XSTATE_BV);
    if ((present & COMPONENT_X87) != 0) {
      loadX87(area);
    } else if (!initial) {
      initialX87();
    }
    long to = xmm;
    if ((present & COMPONENT_SSE) != 0) {
      long from = area + CpuState.XSAVE_XMM0;
      for (int i = 0; i < XMM; i++, to += stride, from += SLOT) {
        MEMORY.set(JAVA_LONG, to, MEMORY.get(JAVA_LONG, from));
        MEMORY.set(JAVA_LONG, to + 8, MEMORY.get(JAVA_LONG, from + 8));
      }
    } else {
      for (int i = 0; i < XMM; i++, to += stride) {
        MEMORY.set(JAVA_LONG, to, 0);
        MEMORY.set(JAVA_LONG, to + 8, 0);
      }
    }
    int wanted = MEMORY.get(JAVA_INT, area + CpuState.XSAVE_MXCSR) & MXCSR_BITS;
    if (wanted != MEMORY.get(JAVA_INT, mxcsr)) {
      engine.set(UC_X86_REG_MXCSR, wanted);
    }
  }

  private void loadX87(long area) {
    int status = MEMORY.get(JAVA_SHORT, area + FSW) & 0xffff;
    int top = status >>> TOP_SHIFT & (X87 - 1);
    long used = MEMORY.get(JAVA_SHORT, area + FTW) & 0xff;
    MEMORY.set(JAVA_INT, head + TOP, top);
    MEMORY.set(JAVA_SHORT, head + STATUS, (short) (status & ~TOP_BITS));
    MEMORY.set(JAVA_LONG_UNALIGNED, head + TAGS, spread((int) ~used & 0xff));
    MEMORY.set(JAVA_SHORT, x87 + OPCODE, MEMORY.get(JAVA_SHORT, area + FOP));
    MEMORY.set(JAVA_LONG, x87 + INSTRUCTION, MEMORY.get(JAVA_LONG, area + FIP));
    MEMORY.set(JAVA_LONG, x87 + OPERAND, MEMORY.get(JAVA_LONG, area + FDP));
    long from = area + CpuState.XSAVE_ST0;
    for (int i = 0; i < X87; i++, from += SLOT) {
      long to = x87 + ((top + i) & (X87 - 1)) * SLOT;
      MEMORY.set(JAVA_LONG, to, MEMORY.get(JAVA_LONG, from));
      MEMORY.set(JAVA_SHORT, to + 8, MEMORY.get(JAVA_SHORT, from + 8));
    }
    control(MEMORY.get(JAVA_SHORT, area + CpuState.XSAVE_FCW));
  }

  private void initialX87() {
    MEMORY.set(JAVA_INT, head + TOP, 0);
    MEMORY.set(JAVA_SHORT, head + STATUS, (short) 0);
    MEMORY.set(JAVA_LONG_UNALIGNED, head + TAGS, ALL_EMPTY);
    MEMORY.set(JAVA_SHORT, x87 + OPCODE, (short) 0);
    MEMORY.set(JAVA_LONG, x87 + INSTRUCTION, 0);
    MEMORY.set(JAVA_LONG, x87 + OPERAND, 0);
    for (int i = 0; i < X87; i++) {
      MEMORY.set(JAVA_LONG, x87 + (long) i * SLOT, 0);
      MEMORY.set(JAVA_SHORT, x87 + (long) i * SLOT + 8, (short) 0);
    }
    control(INITIAL_CONTROL);
  }

  private void control(short word) {
    if (word != MEMORY.get(JAVA_SHORT, head + CONTROL)) {
      engine.set(UC_X86_REG_FPCW, word & 0xffff);
    }
  }

  /** Bit i of a number of eight bits becomes byte i, 0 or 1. */
  private static long spread(int bits) {
    long each = bits * 0x0101_0101_0101_0101L & SPREAD;
    // Whatever is left of a byte is carried into its highest bit.
    return ((each + ~HIGHEST | each) & HIGHEST) >>> 7;
  }

  /** Writes known values by calls and looks where they went. */
  private record Search(Engine engine, MemorySegment live) {
    private static final int LARGEST_GAP = 12;
    private static final long MARK = 0x5eed_f0f0_1357_0000L;

    @Nullable DirectFpuRegisters find() {
      MemorySegment value = engine.arena().allocate(SLOT, SLOT);
      engine.set(UC_X86_REG_FPSW, 0);
      for (int i = 0; i < XMM; i++) {
        engine.set(UC_X86_REG_XMM0 + i, mark(value, i));
      }
      for (int i = 0; i < X87; i++) {
        engine.set(UC_X86_REG_ST0 + i, mark(value, XMM + i));
      }
      long xmm = place(0);
      long stride = place(1) - xmm;
      long x87 = place(XMM);
      if (xmm < 0 || stride < SLOT || x87 < LARGEST_GAP - TOP || !areInARow(xmm, stride, x87)) {
        return null;
      }
      long mxcsr = mxcsr();
      long head = head(x87);
      return mxcsr < 0 || head < 0 ? null : at(live.address(), head, x87, xmm, stride, mxcsr);
    }

    private DirectFpuRegisters at(
        long base, long head, long x87, long xmm, long stride, long mxcsr) {
      return new DirectFpuRegisters(
          engine, base + head, base + x87, base + xmm, stride, base + mxcsr);
    }

    private static MemorySegment mark(MemorySegment value, int number) {
      value.set(JAVA_LONG, 0, MARK + number);
      value.set(JAVA_LONG, 8, 0x4000L + number);
      return value;
    }

    /** The only place of a mark, or -1. */
    private long place(int number) {
      long[] words = live.asSlice(0, live.byteSize() & -Long.BYTES).toArray(JAVA_LONG);
      long found = -1;
      for (int i = 0; i < words.length; i++) {
        if (words[i] == MARK + number) {
          if (found >= 0) {
            return -1;
          }
          found = (long) i * Long.BYTES;
        }
      }
      return found;
    }

    private boolean areInARow(long xmm, long stride, long x87) {
      for (int i = 0; i < XMM; i++) {
        if (place(i) != xmm + i * stride
            || live.get(JAVA_LONG, xmm + i * stride + 8) != 0x4000L + i) {
          return false;
        }
      }
      for (int i = 0; i < X87; i++) {
        long at = x87 + (long) i * SLOT;
        if (place(XMM + i) != at || (live.get(JAVA_SHORT, at + 8) & EXPONENT) != 0x4000 + XMM + i) {
          return false;
        }
      }
      return x87 + OPERAND + Long.BYTES <= live.byteSize();
    }

    /** The end of the fields before the first register, or -1. */
    private long head(long x87) {
      engine.set(UC_X86_REG_FPCW, 0xe7f);
      engine.set(UC_X86_REG_FPSW, 5 << TOP_SHIFT | 0x4100);
      engine.set(UC_X86_REG_FPTAG, 0b11_00_11_11_00_00_11_00);
      engine.set(UC_X86_REG_FOP, 0x0123);
      engine.set(UC_X86_REG_FIP, MARK - 1);
      engine.set(UC_X86_REG_FDP, MARK - 2);
      if (live.get(JAVA_SHORT, x87 + OPCODE) != 0x0123
          || live.get(JAVA_LONG, x87 + INSTRUCTION) != MARK - 1
          || live.get(JAVA_LONG, x87 + OPERAND) != MARK - 2) {
        return -1;
      }
      for (long head = x87; head >= x87 - LARGEST_GAP; head -= Integer.BYTES) {
        if (live.get(JAVA_SHORT, head + CONTROL) == 0xe7f
            && live.get(JAVA_INT, head + TOP) == 5
            && live.get(JAVA_SHORT, head + STATUS) == 0x4100
            && live.get(JAVA_LONG_UNALIGNED, head + TAGS) == spread(0b1011_0010)) {
          return head;
        }
      }
      return -1;
    }

    /** The only 32-bit word that follows MXCSR, or -1. */
    private long mxcsr() {
      int[] values = {0x1fa1, 0x9fc2, INITIAL_MXCSR};
      long found = -1;
      for (long at = 0; at + Integer.BYTES <= live.byteSize(); at += Integer.BYTES) {
        found = live.get(JAVA_INT, at) == INITIAL_MXCSR && follows(at, values) ? at : found;
      }
      return found;
    }

    private boolean follows(long at, int... values) {
      for (int value : values) {
        engine.set(UC_X86_REG_MXCSR, value);
        if (live.get(JAVA_INT, at) != value) {
          engine.set(UC_X86_REG_MXCSR, INITIAL_MXCSR);
          return false;
        }
      }
      return true;
    }
  }
}
