package exo.cli;

import java.util.List;

/** {@code exo help}: the commands, or one of them. */
final class HelpCommand {
  private static final String TEXT =
      """
      Usage: exo COMMAND [ARGS...]

        run [OPTIONS] [--] PROGRAM [ARGS...]   run a Linux program
        boot [OPTIONS] [-- SCRIPT]             start a computer and its shell
        top [OPTIONS] [PID]                    show what a running machine does
        fuzz [OPTIONS]                         compare made-up programs with Linux
        syscalls [OPTIONS] [NAME...]           list the system calls and how far each goes
        doctor                                 say whether programs can run on this machine
        version                                say which Exo this is
        help [COMMAND]                         this, or the help of a command
      """;

  private HelpCommand() {}

  static int run(List<String> words) throws Failure, InterruptedException {
    if (words.size() > 1) {
      throw Failure.usage("exo help", "one command at most");
    }
    String command = words.isEmpty() ? "" : words.getFirst();
    switch (command) {
      case "run", "boot", "top", "fuzz", "syscalls", "version" ->
          Main.run(List.of(command, "--help"));
      case "", "help", "--help", "-h" -> System.out.print(TEXT);
      default -> throw Main.noCommand(command);
    }
    return ExitStatus.OK;
  }

  /** Whether the words of a command without options of its own ask for its help. */
  static boolean wanted(String command, List<String> words) throws Failure {
    Arguments arguments = new Arguments("exo " + command, words);
    String option = arguments.nextOption();
    if (option == null) {
      arguments.nothingMore();
      return false;
    }
    if (option.equals("--help") || option.equals("-h")) {
      return true;
    }
    throw arguments.unknown();
  }
}
