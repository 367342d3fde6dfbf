package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/**
 * The instructions of the start-up check, each at an offset of its own in one page. R8 holds the
 * address to use.
 */
enum CheckProgram {
  SYSCALL(0x00, "0f05"),
  /** mov [r8], al. */
  WRITE(0x10, "418800"),
  /** mov al, [r8]. */
  READ(0x20, "418a00"),
  /** jmp r8. */
  JUMP(0x30, "41ffe0"),
  /** int 0x21. */
  INT(0x40, "cd21"),
  /** cli: a general protection fault in ring 3. */
  CLI(0x50, "fa"),
  /** cpuid; syscall. */
  CPUID(0x60, "0fa20f05"),
  /** in al, dx; mov al, [r8]; jmp to the next; syscall. */
  PORT(0x70, "ec418a00eb000f05");

  /** Offset of the system call in {@link #PORT}. */
  static final long AFTER_BLOCK = 6;

  /** Where a block begins that is longer than any may become. */
  static final long LONG_BLOCK = 0x100;

  private static final int LONG_BLOCK_INSTRUCTIONS = 600;
  private static final byte NOP = (byte) 0x90;

  private final long offset;
  private final String code;

  CheckProgram(long offset, String code) {
    this.offset = offset;
    this.code = code;
  }

  /** Offset in the page. */
  long offset() {
    return offset;
  }

  static void write(PhysicalMemory ram, long pa) {
    for (CheckProgram program : values()) {
      byte[] code = HexFormat.of().parseHex(program.code);
      MemorySegment.copy(code, 0, ram.segment(), JAVA_BYTE, pa + program.offset, code.length);
    }
    ram.segment().asSlice(pa + LONG_BLOCK, LONG_BLOCK_INSTRUCTIONS).fill(NOP);
  }
}
