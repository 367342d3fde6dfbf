package exo.fuzz.program;

import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a program: a system call, or {@code child N} or {@code thread N}, which give the next
 * N lines to a process or thread of their own.
 */
public record Call(String name, List<Arg> args) {
  public static final String CHILD = "child";
  public static final String THREAD = "thread";

  public Call {
    args = List.copyOf(args);
  }

  /** Whether it is none of Linux's. */
  public boolean isSplit() {
    return name.equals(CHILD) || name.equals(THREAD);
  }

  /** The line of the table; null for child and thread. */
  public @Nullable SyscallEntry entry() {
    return SyscallTable.entry(name);
  }

  /** The same call with another argument. */
  public Call with(int index, Arg arg) {
    List<Arg> changed = new ArrayList<>(args);
    changed.set(index, arg);
    return new Call(name, changed);
  }

  /** The arguments as far as they are numbers, six of them. */
  public long[] raw() {
    long[] raw = new long[6];
    for (int i = 0; i < Math.min(6, args.size()); i++) {
      raw[i] =
          switch (args.get(i)) {
            case Value v -> v.number();
            case Pointer p -> p.va();
          };
    }
    return raw;
  }
}
