package exo.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * The user registers of one task: an off-heap block that engines read and write directly.
 *
 * <pre>
 *   0..127  sixteen general registers in the order of their hardware numbers: RAX RCX RDX RBX RSP RBP RSI RDI R8..R15
 *   128     RIP
 *   136     RFLAGS
 *   144     FS base
 *   152     GS base
 *   160     the kernel's own: RAX as it was at the system call
 *   192     XSAVE area, standard format (Intel SDM vol. 1, 13.4), aligned to 64
 * </pre>
 *
 * <p>The XSAVE area is held lazily by the CPU that ran the state last, see {@link Cpu#saveState}.
 * Everything else is current whenever the state is not running. Owned by the kernel lock, and by
 * the CPU's thread while it runs.
 */
public final class CpuState {
  public static final int RAX = 0;
  public static final int RCX = 8;
  public static final int RDX = 16;
  public static final int RBX = 24;
  public static final int RSP = 32;
  public static final int RBP = 40;
  public static final int RSI = 48;
  public static final int RDI = 56;
  public static final int R8 = 64;
  public static final int R9 = 72;
  public static final int R10 = 80;
  public static final int R11 = 88;
  public static final int R12 = 96;
  public static final int R13 = 104;
  public static final int R14 = 112;
  public static final int R15 = 120;
  public static final int RIP = 128;
  public static final int RFLAGS = 136;
  public static final int FS_BASE = 144;
  public static final int GS_BASE = 152;
  public static final int ORIG_RAX = 160;

  /** Offset of the XSAVE area. */
  public static final int XSAVE = 192;

  /** The smallest XSAVE area: the legacy region and the header, bytes. */
  public static final int XSAVE_MINIMUM = 576;

  /**
   * Offsets within the XSAVE area: x87 control word, MXCSR, its mask, XMM0, and which components
   * the area holds.
   */
  public static final int XSAVE_FCW = 0;

  public static final int XSAVE_MXCSR = 24;
  public static final int XSAVE_MXCSR_MASK = 28;
  public static final int XSAVE_ST0 = 32;
  public static final int XSAVE_XMM0 = 160;
  public static final int XSAVE_XSTATE_BV = 512;

  private final MemorySegment block;
  private final int xsaveSize;

  CpuState(MemorySegment block, int xsaveSize) {
    this.block = block;
    this.xsaveSize = xsaveSize;
  }

  /** The whole block. */
  public MemorySegment segment() {
    return block;
  }

  /** The XSAVE area; current only after {@link Cpu#saveState}. */
  public MemorySegment xsave() {
    return block.asSlice(XSAVE, xsaveSize);
  }

  /** Makes this state equal to another, FPU area included: {@link Cpu#saveState} it first. */
  public void copyFrom(CpuState other) {
    MemorySegment.copy(
        other.block, 0, block, 0, XSAVE + (long) Math.min(xsaveSize, other.xsaveSize));
  }

  /** Takes the general registers and RIP of another state. */
  public void copyGeneral(CpuState other) {
    MemorySegment.copy(other.block, 0, block, 0, RFLAGS);
  }

  /**
   * The registers of a process that has just been executed: all zero, interrupts on, and the FPU as
   * FNINIT and the psABI leave it (extended precision, all exceptions masked).
   */
  public void reset() {
    block.fill((byte) 0);
    rflags(0x202);
    block.set(JAVA_SHORT, XSAVE + XSAVE_FCW, (short) 0x37f);
    block.set(JAVA_INT, XSAVE + XSAVE_MXCSR, 0x1f80);
    block.set(JAVA_INT, XSAVE + XSAVE_MXCSR_MASK, 0xffff);
    block.set(JAVA_LONG, XSAVE + XSAVE_XSTATE_BV, 3);
  }

  /**
   * A general register by its hardware number.
   *
   * @param number 0 (RAX) to 15 (R15)
   */
  public long gpr(int number) {
    return block.get(JAVA_LONG, (number & 15) * 8L);
  }

  /** Sets a general register by its hardware number, 0 to 15. */
  public void gpr(int number, long value) {
    block.set(JAVA_LONG, (number & 15) * 8L, value);
  }

  public long rax() {
    return block.get(JAVA_LONG, RAX);
  }

  public void rax(long value) {
    block.set(JAVA_LONG, RAX, value);
  }

  public long rcx() {
    return block.get(JAVA_LONG, RCX);
  }

  public void rcx(long value) {
    block.set(JAVA_LONG, RCX, value);
  }

  public long rdx() {
    return block.get(JAVA_LONG, RDX);
  }

  public void rdx(long value) {
    block.set(JAVA_LONG, RDX, value);
  }

  public long rbx() {
    return block.get(JAVA_LONG, RBX);
  }

  public void rbx(long value) {
    block.set(JAVA_LONG, RBX, value);
  }

  public long rsp() {
    return block.get(JAVA_LONG, RSP);
  }

  public void rsp(long value) {
    block.set(JAVA_LONG, RSP, value);
  }

  public long rbp() {
    return block.get(JAVA_LONG, RBP);
  }

  public void rbp(long value) {
    block.set(JAVA_LONG, RBP, value);
  }

  public long rsi() {
    return block.get(JAVA_LONG, RSI);
  }

  public void rsi(long value) {
    block.set(JAVA_LONG, RSI, value);
  }

  public long rdi() {
    return block.get(JAVA_LONG, RDI);
  }

  public void rdi(long value) {
    block.set(JAVA_LONG, RDI, value);
  }

  public long r8() {
    return block.get(JAVA_LONG, R8);
  }

  public void r8(long value) {
    block.set(JAVA_LONG, R8, value);
  }

  public long r9() {
    return block.get(JAVA_LONG, R9);
  }

  public void r9(long value) {
    block.set(JAVA_LONG, R9, value);
  }

  public long r10() {
    return block.get(JAVA_LONG, R10);
  }

  public void r10(long value) {
    block.set(JAVA_LONG, R10, value);
  }

  public long r11() {
    return block.get(JAVA_LONG, R11);
  }

  public void r11(long value) {
    block.set(JAVA_LONG, R11, value);
  }

  public long r12() {
    return block.get(JAVA_LONG, R12);
  }

  public void r12(long value) {
    block.set(JAVA_LONG, R12, value);
  }

  public long r13() {
    return block.get(JAVA_LONG, R13);
  }

  public void r13(long value) {
    block.set(JAVA_LONG, R13, value);
  }

  public long r14() {
    return block.get(JAVA_LONG, R14);
  }

  public void r14(long value) {
    block.set(JAVA_LONG, R14, value);
  }

  public long r15() {
    return block.get(JAVA_LONG, R15);
  }

  public void r15(long value) {
    block.set(JAVA_LONG, R15, value);
  }

  public long rip() {
    return block.get(JAVA_LONG, RIP);
  }

  public void rip(long value) {
    block.set(JAVA_LONG, RIP, value);
  }

  public long rflags() {
    return block.get(JAVA_LONG, RFLAGS);
  }

  public void rflags(long value) {
    block.set(JAVA_LONG, RFLAGS, value);
  }

  public long fsBase() {
    return block.get(JAVA_LONG, FS_BASE);
  }

  public void fsBase(long value) {
    block.set(JAVA_LONG, FS_BASE, value);
  }

  public long gsBase() {
    return block.get(JAVA_LONG, GS_BASE);
  }

  public void gsBase(long value) {
    block.set(JAVA_LONG, GS_BASE, value);
  }

  public long origRax() {
    return block.get(JAVA_LONG, ORIG_RAX);
  }

  public void origRax(long value) {
    block.set(JAVA_LONG, ORIG_RAX, value);
  }
}
