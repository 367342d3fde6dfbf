package exo.cli.top;

import exo.cli.Arguments;
import exo.cli.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of {@code exo top}. */
final class TopOptions {
  static final String HELP =
      """
      Usage: exo top [OPTIONS] [PID]

      Shows what a machine does that another process runs: its CPUs, the queues of its scheduler,
      and its tasks, those first that use most. The machine must have been started with --control
      (exo run --control, exo boot --control) by the same user. PID is the process that runs it;
      it need not be said when there is only one.

      At a terminal the table is renewed each second until q or Ctrl-C, or the machine's end. Into
      a file or a pipe a table is written each second.

        --once    one table, of half a second
        --json    an object a line (RFC 8259) in place of a table; times are nanoseconds
        --help    this

      QUEUE    where a task waits for a CPU: HOT, NORMAL or COLD by how long its bursts of work
               are, IDLE for SCHED_IDLE, REALTIME and DEADLINE, AGED for one that waited too long
      EMA ms   how long its next burst is expected to be: the moving average of those that were
      SURE     how far that is to be trusted, in percent
      %CPU     of one CPU, since the table before

      Exit status: 0; 1 when no such machine runs; 2 wrong options, or several machines and no
      PID; 125 Exo failed.

      Examples:
        exo boot --control                        and in another terminal: exo top
        exo top --once --json
      """;

  boolean help;
  boolean once;
  boolean json;
  @Nullable Long pid;

  private TopOptions() {}

  static TopOptions parse(List<String> words) throws Failure {
    Arguments arguments = new Arguments("exo top", words);
    TopOptions options = new TopOptions();
    for (String name = arguments.nextOption(); name != null; name = arguments.nextOption()) {
      switch (name) {
        case "--once" -> options.once = true;
        case "--json" -> options.json = true;
        case "--help", "-h" -> options.help = true;
        default -> throw arguments.unknown();
      }
    }
    List<String> rest = arguments.rest();
    if (rest.size() > 1) {
      throw arguments.wrong("one PID at most");
    }
    if (!rest.isEmpty()) {
      try {
        options.pid = Long.valueOf(rest.getFirst());
      } catch (NumberFormatException e) {
        throw arguments.wrong("'" + rest.getFirst() + "' is no PID");
      }
    }
    return options;
  }
}
