package exo.cli;

import exo.kernel.abi.Errno;
import exo.kernel.syscall.Support;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallPage;
import exo.kernel.syscall.SyscallTable;
import java.util.List;

/** {@code exo syscalls}: every system call of Linux, and how far it goes here. */
final class SyscallsCommand {
  private static final String HELP =
      """
      Usage: exo syscalls [--missing | --markdown | NAME...]

      Lists every system call of Linux on x86-64 and how far it goes: full; partial, with what is
      left out; or absent, with the errno it answers and why.

        NAME...      only these, by name or number, with their arguments
        --missing    only those that are absent
        --markdown   as the page docs/syscalls.md
        --help       this

      Examples:
        exo syscalls openat
        exo syscalls --missing
      """;

  private static final int NAME_WIDTH = 24;

  private SyscallsCommand() {}

  static int run(List<String> words) throws Failure {
    Arguments arguments = new Arguments("exo syscalls", words);
    boolean markdown = false;
    boolean missing = false;
    for (String name = arguments.nextOption(); name != null; name = arguments.nextOption()) {
      switch (name) {
        case "--missing" -> missing = true;
        case "--markdown" -> markdown = true;
        case "--help", "-h" -> {
          System.out.print(HELP);
          return ExitStatus.OK;
        }
        default -> throw arguments.unknown();
      }
    }
    if (markdown) {
      arguments.nothingMore();
      System.out.print(SyscallPage.markdown());
    } else if (arguments.rest().isEmpty()) {
      System.out.print(list(missing));
    } else {
      System.out.print(some(arguments.rest()));
    }
    return ExitStatus.OK;
  }

  private static String list(boolean missing) {
    StringBuilder out = new StringBuilder();
    for (SyscallEntry e : SyscallTable.entries()) {
      if (!missing || e.support() == Support.ABSENT) {
        line(out, e, e.name());
      }
    }
    return out.toString();
  }

  private static String some(List<String> names) throws Failure {
    StringBuilder out = new StringBuilder();
    for (String name : names) {
      SyscallEntry entry =
          name.matches("[0-9]{1,9}")
              ? SyscallTable.entry(Long.parseLong(name))
              : SyscallTable.entry(name);
      if (entry == null) {
        throw new Failure(1, "Linux has no system call " + name);
      }
      line(out, entry, SyscallPage.signature(entry));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, SyscallEntry e, String call) {
    String number = Integer.toString(e.number());
    out.append(" ".repeat(Math.max(0, 3 - number.length()))).append(number).append("  ");
    out.append(call).append(" ".repeat(Math.max(2, NAME_WIDTH - call.length())));
    out.append(support(e)).append('\n');
  }

  /** How far a call goes, in one line. */
  private static String support(SyscallEntry e) {
    return switch (e.support()) {
      case FULL -> "full";
      case PARTIAL -> "partial: " + e.note();
      case ABSENT -> "absent, " + errno(e) + ": " + e.note();
    };
  }

  private static String errno(SyscallEntry e) {
    Errno errno = Errno.of(e.errno());
    return errno == null ? "errno " + e.errno() : errno.symbol();
  }
}
