package exo.kernel.syscall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@link SyscallTable}.
 *
 * @param number what a guest puts into RAX
 * @param name as in Linux's own table
 * @param handler what answers; null is ENOSYS
 * @param errno what an absent call answers, positive; 0 for the others
 * @param note what is left out, or why the call is absent; empty for a full one
 * @param args what the arguments mean, as far as there are any
 * @param variants what they mean command by command, for calls that take one
 */
public record SyscallEntry(
    int number,
    String name,
    Support support,
    @Nullable Handler handler,
    int errno,
    String note,
    List<ArgKind> args,
    ResultKind result,
    @Nullable Variants variants) {

  /** The same line whose result means {@code kind}. */
  SyscallEntry returns(ResultKind kind) {
    return new SyscallEntry(number, name, support, handler, errno, note, args, kind, variants);
  }

  /** The same line whose arguments a command decides. */
  SyscallEntry by(Variants commands) {
    return new SyscallEntry(number, name, support, handler, errno, note, args, result, commands);
  }

  /** What the arguments mean in a call with these raw ones. */
  public List<ArgKind> args(long[] raw) {
    Variants.Variant v = variants == null ? null : variants.select(raw[variants.selector()]);
    return v == null ? args : v.args();
  }

  /** What the result means in a call with these raw arguments. */
  public ResultKind result(long[] raw) {
    Variants.Variant v = variants == null ? null : variants.select(raw[variants.selector()]);
    return v == null ? result : v.result();
  }
}
