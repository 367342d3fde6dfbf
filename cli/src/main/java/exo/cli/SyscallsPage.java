package exo.cli;

import exo.kernel.syscall.Support;
import exo.kernel.syscall.SyscallEntry;
import java.util.List;

/** The page of supported system calls in docs, in Markdown. */
final class SyscallsPage {
  private SyscallsPage() {}

  static String of(List<SyscallEntry> entries) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # System calls

        Every system call of Linux on x86-64 and how far it goes in Exo. A call that is left out in
        part answers what Linux answers for a kernel built without that part. Written by `./exo
        syscalls --markdown`; a test compares.

        """);
    page.append(count(entries, Support.FULL)).append(" full, ");
    page.append(count(entries, Support.PARTIAL)).append(" partial, ");
    page.append(count(entries, Support.ABSENT)).append(" absent.\n\n");
    page.append("| number | name | support |\n|---:|---|---|\n");
    for (SyscallEntry e : entries) {
      page.append("| ").append(e.number()).append(" | ").append(e.name()).append(" | ");
      page.append(SyscallsCommand.support(e).replace("|", "\\|")).append(" |\n");
    }
    return page.toString();
  }

  private static long count(List<SyscallEntry> entries, Support support) {
    return entries.stream().filter(e -> e.support() == support).count();
  }
}
