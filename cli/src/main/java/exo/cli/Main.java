package exo.cli;

import exo.cli.boot.BootCommand;
import exo.cli.fuzz.FuzzCommand;
import exo.cli.run.RunCommand;
import exo.cli.top.TopCommand;
import java.util.Arrays;
import java.util.List;

/**
 * The entrance: picks the command and ends the JVM with its exit status. Whatever goes wrong is one
 * line on standard error.
 */
public final class Main {
  private Main() {}

  /**
   * Runs one command.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> exit(Notice.internal(e)));
    int status;
    try {
      status = run(Arrays.asList(args));
    } catch (Failure e) {
      System.err.println(e.line());
      status = e.status();
    } catch (Exception | Error e) {
      status = Notice.internal(e);
    }
    exit(status);
  }

  static int run(List<String> args) throws Failure, InterruptedException {
    String command = args.isEmpty() ? "help" : args.getFirst();
    List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
    return switch (command) {
      case "run" -> RunCommand.run(rest);
      case "boot" -> BootCommand.run(rest);
      case "top" -> TopCommand.run(rest);
      case "fuzz" -> FuzzCommand.run(rest);
      case "syscalls" -> SyscallsCommand.run(rest);
      case "doctor" -> DoctorCommand.run(rest);
      case "version", "--version" -> VersionCommand.run(rest);
      case "help", "--help", "-h" -> HelpCommand.run(rest);
      case "train" -> Training.run();
      default -> throw noCommand(command);
    };
  }

  static Failure noCommand(String name) {
    return new Failure(ExitStatus.USAGE, "no command '" + name + "'; try ./exo help");
  }

  /** Without the JVM's orderly end, which waits for nothing of ours and takes its time. */
  private static void exit(int status) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
