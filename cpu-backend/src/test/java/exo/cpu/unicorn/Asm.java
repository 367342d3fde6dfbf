package exo.cpu.unicorn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Machine code for tests, a few instructions by name and the rest as bytes. */
final class Asm {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Asm raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** mov r64, imm64. */
  Asm mov(Reg reg, long value) {
    raw(0x48 | reg.high(), 0xb8 | reg.low());
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  Asm syscall() {
    return raw(0x0f, 0x05);
  }

  Asm nop() {
    return raw(0x90);
  }

  /** Jumps to an offset from the beginning. */
  Asm jmp(int target) {
    return raw(0xeb, target - (out.size() + 2) & 0xff);
  }

  /** dec rbx; jnz to an offset from the beginning. */
  Asm loopRbx(int target) {
    raw(0x48, 0xff, 0xcb);
    return raw(0x75, target - (out.size() + 2) & 0xff);
  }

  int here() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** General registers by hardware number. */
  enum Reg {
    RAX,
    RCX,
    RDX,
    RBX,
    RSP,
    RBP,
    RSI,
    RDI,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15;

    int low() {
      return ordinal() & 7;
    }

    /** REX.B. */
    int high() {
      return ordinal() >>> 3;
    }
  }
}
