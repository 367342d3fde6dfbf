package exo.cpu.engines;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Machine code for tests, a few instructions by name and the rest as bytes. */
public final class Asm {
  public static final int RAX = 0;
  public static final int RCX = 1;
  public static final int RDX = 2;
  public static final int RBX = 3;
  public static final int RSP = 4;
  public static final int RBP = 5;
  public static final int RSI = 6;
  public static final int RDI = 7;
  public static final int R8 = 8;
  public static final int R11 = 11;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public Asm raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** mov r64, imm64. */
  public Asm mov(int reg, long value) {
    raw(0x48 | (reg >> 3), 0xb8 | (reg & 7));
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  public Asm syscall() {
    return raw(0x0f, 0x05);
  }

  /** Jumps to an offset from the beginning. */
  public Asm jmp(int target) {
    return raw(0xeb, (target - (here() + 2)) & 0xff);
  }

  /** dec rbx; jnz to an offset from the beginning. */
  public Asm loopRbx(int target) {
    raw(0x48, 0xff, 0xcb);
    return raw(0x75, (target - (here() + 2)) & 0xff);
  }

  /** Offset of the next instruction. */
  public int here() {
    return out.size();
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
