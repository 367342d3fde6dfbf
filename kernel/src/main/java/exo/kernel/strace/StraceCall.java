package exo.kernel.strace;

import exo.kernel.syscall.Arg;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.ResultKind;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.uaccess.UserMemory;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One system call as strace writes it. What the kernel writes to the guest is read when the call
 * has ended, everything else when it begins; {@link #begin} and {@link #end} each give their part
 * of the text, once and in that order.
 *
 * <p>For one thread, under the kernel lock, because it reads user memory.
 */
public final class StraceCall {
  private final String name;
  private final Arguments arguments;
  private final ResultKind kind;
  private final int count;
  private final long stackPointer;
  private int next;

  /**
   * @param entry the line of the call in the table; null for a number that is not there
   * @param raw the six argument registers
   * @param stackPointer of the caller, where rt_sigreturn finds its frame
   */
  StraceCall(
      UserMemory memory,
      Names names,
      int number,
      @Nullable SyscallEntry entry,
      long[] raw,
      long stackPointer) {
    this.name = entry != null ? entry.name() : "syscall_0x" + Integer.toHexString(number);
    List<ArgKind> kinds = entry != null ? entry.args(raw) : Collections.nCopies(6, Arg.HEX_LONG);
    this.kind = entry != null ? entry.result(raw) : ResultKind.NUMBER;
    this.arguments = new Arguments(new Printer(memory, names), name, kinds, raw);
    this.count = OwnForms.count(name, raw, kinds.size());
    this.stackPointer = stackPointer;
  }

  /** The name of the call. */
  public String name() {
    return name;
  }

  /** The name and the arguments as far as they are known before the call is made. */
  public String begin() {
    StringBuilder out = arguments.p.out;
    out.append(name).append('(');
    if (OwnForms.list(arguments, stackPointer)) {
      next = count;
    } else {
      print(false);
    }
    return take(out);
  }

  /** What {@link #begin} left out, to the closing bracket. */
  public String end(long value) {
    arguments.result = value;
    print(true);
    arguments.p.text(")");
    return take(arguments.p.out);
  }

  /** What stands behind the equals sign; after {@link #end}. */
  public String result(long value) {
    PollText.answered(arguments);
    Results.print(arguments.p, kind, value, arguments.remark);
    return take(arguments.p.out);
  }

  /** Whether {@link #begin} has told all arguments. */
  boolean isWhole() {
    return next >= count;
  }

  /** Prints what comes next, up to the first argument that is only known when the call ended. */
  private void print(boolean ended) {
    while (next < count && (ended || !arguments.isLate(next))) {
      arguments.print(next);
      do {
        next++;
      } while (next < count && arguments.kinds.get(next) == ArgKind.Scalar.UNUSED);
      arguments.p.text(next < count ? ", " : "");
    }
  }

  private static String take(StringBuilder out) {
    String text = out.toString();
    out.setLength(0);
    return text;
  }
}
