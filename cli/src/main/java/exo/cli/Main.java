package exo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entrance: picks the command and ends the process with its exit status. */
@Command(
    name = "exo",
    description = "A Linux-compatible kernel that lives in a Java process.",
    mixinStandardHelpOptions = true)
final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /**
   * Runs one command.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
