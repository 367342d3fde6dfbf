package exo.kernel.strace;

import exo.kernel.abi.Futex;
import exo.kernel.syscall.ValueSet;

/** The packed arguments of futex(2). */
final class FutexText {
  private static final String[] OPERATIONS = {
    "FUTEX_OP_SET", "FUTEX_OP_ADD", "FUTEX_OP_OR", "FUTEX_OP_ANDN", "FUTEX_OP_XOR"
  };
  private static final String[] COMPARISONS = {
    "FUTEX_OP_CMP_EQ",
    "FUTEX_OP_CMP_NE",
    "FUTEX_OP_CMP_LT",
    "FUTEX_OP_CMP_LE",
    "FUTEX_OP_CMP_GT",
    "FUTEX_OP_CMP_GE"
  };

  private FutexText() {}

  /** {@code FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME}. */
  static void operation(Printer p, int operation) {
    int command = operation & Futex.FUTEX_CMD_MASK;
    String name = p.name(ValueSet.FUTEX_COMMAND, command);
    if (name == null) {
      p.hex(operation & 0xffff_ffffL).text(" /* FUTEX_??? */");
      return;
    }
    p.text(name);
    p.text((operation & Futex.FUTEX_PRIVATE_FLAG) != 0 ? "_PRIVATE" : "");
    p.text((operation & Futex.FUTEX_CLOCK_REALTIME) != 0 ? "|FUTEX_CLOCK_REALTIME" : "");
  }

  /** {@code FUTEX_OP_SET<<28|0<<12|FUTEX_OP_CMP_GT<<24|0x1}. */
  static void wakeOperation(Printer p, int packed) {
    int operation = packed >>> 28 & 7;
    if ((packed >>> 28 & Futex.FUTEX_OP_OPARG_SHIFT) != 0) {
      p.text("FUTEX_OP_OPARG_SHIFT<<28|");
    }
    p.text(name(OPERATIONS, operation)).text("<<28|");
    p.hex(packed >>> 12 & 0xfff).text("<<12|");
    p.text(name(COMPARISONS, packed >>> 24 & 0xf)).text("<<24|").hex(packed & 0xfff);
  }

  private static String name(String[] names, int value) {
    return value < names.length ? names[value] : "0x" + Integer.toHexString(value);
  }
}
