package exo.cli;

import exo.kernel.abi.Errno;
import exo.kernel.syscall.Support;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code exo syscalls}: every system call of Linux, and how far it goes here. */
final class SyscallsCommand {
  private static final String HELP =
      """
      Usage: exo syscalls [--missing | --markdown | NAME...]

      Lists every system call of Linux on x86-64 and how far it goes: full; partial, with what is
      left out; or absent, with the errno it answers and why.

        NAME...      only these, by name or number
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
    Predicate<SyscallEntry> wanted = entry -> true;
    for (String name = arguments.nextOption(); name != null; name = arguments.nextOption()) {
      switch (name) {
        case "--missing" -> wanted = entry -> entry.support() == Support.ABSENT;
        case "--markdown" -> markdown = true;
        case "--help", "-h" -> {
          System.out.print(HELP);
          return ExitStatus.OK;
        }
        default -> throw arguments.unknown();
      }
    }
    List<SyscallEntry> entries =
        arguments.rest().isEmpty()
            ? SyscallTable.entries().stream().filter(wanted).toList()
            : named(arguments.rest());
    System.out.print(markdown ? SyscallsPage.of(entries) : table(entries));
    return ExitStatus.OK;
  }

  private static List<SyscallEntry> named(List<String> names) throws Failure {
    List<SyscallEntry> entries = new ArrayList<>();
    for (String name : names) {
      SyscallEntry entry =
          name.matches("[0-9]{1,9}")
              ? SyscallTable.entry(Long.parseLong(name))
              : SyscallTable.entry(name);
      if (entry == null) {
        throw new Failure(1, "Linux has no system call " + name);
      }
      entries.add(entry);
    }
    return entries;
  }

  private static String table(List<SyscallEntry> entries) {
    StringBuilder out = new StringBuilder();
    for (SyscallEntry e : entries) {
      String number = Integer.toString(e.number());
      out.append(" ".repeat(Math.max(0, 3 - number.length()))).append(number).append("  ");
      out.append(e.name()).append(" ".repeat(Math.max(1, NAME_WIDTH - e.name().length())));
      out.append(support(e)).append('\n');
    }
    return out.toString();
  }

  /** How far a call goes, in one line. */
  static String support(SyscallEntry e) {
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
