package exo.cli.run;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Notice;
import exo.cli.control.ControlSocket;
import exo.kernel.GuestProcess;
import exo.kernel.GuestStartException;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import exo.kernel.abi.KernelBug;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code exo run}: boots a machine, runs one program in it, and answers how that ended. */
public final class RunCommand {
  private final RunOptions options;
  private final Reports reports;

  private RunCommand(RunOptions options, Reports reports) {
    this.options = options;
    this.reports = reports;
  }

  /**
   * Runs what the words after {@code exo run} say.
   *
   * @return the status to end with
   */
  public static int run(List<String> words) throws Failure, InterruptedException {
    RunOptions options = RunOptions.parse(words);
    if (options.help) {
      System.out.print(RunHelp.TEXT);
      return ExitStatus.OK;
    }
    try (Reports reports = Reports.open(options)) {
      try {
        return new RunCommand(options, reports).run();
      } catch (Failure e) {
        reports.failed(e);
        throw e;
      }
    }
  }

  private int run() throws Failure, InterruptedException {
    long begin = System.nanoTime();
    try (Machine machine = MachineSetup.boot(options, reports.observer());
        ControlSocket _ = control(machine)) {
      verbose("machine up after " + sinceMillis(begin) + " ms: " + machine.capabilities().detail());
      ProcessResult result;
      boolean timedOut;
      try (OurTerminal terminal = OurTerminal.find()) {
        GuestProcess process = start(machine, terminal);
        SignalForwarding.to(process);
        terminal.follow(process);
        ProcessEnd end = new ProcessEnd(machine, process);
        result = end.await(options.timeout);
        timedOut = end.isTimedOut();
      }
      verbose("over after " + sinceMillis(begin) + " ms");
      return reports.ended(result, timedOut);
    } catch (KernelBug e) {
      throw new Failure(ExitStatus.FAILED, Notice.describe(e));
    }
  }

  private @Nullable ControlSocket control(Machine machine) throws Failure {
    return options.control ? ControlSocket.open(machine, String.join(" ", options.program)) : null;
  }

  private GuestProcess start(Machine machine, OurTerminal terminal) throws Failure {
    try {
      return machine.start(program(machine, terminal));
    } catch (GuestStartException e) {
      throw new Failure(
          switch (e.kind()) {
            case NOT_FOUND -> ExitStatus.NOT_FOUND;
            case NOT_EXECUTABLE -> ExitStatus.NOT_EXECUTABLE;
            case NO_RESOURCES -> ExitStatus.FAILED;
          },
          String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private Program program(Machine machine, OurTerminal terminal) throws Failure, IOException {
    StandardInput input = new StandardInput();
    terminal.useRaw(input.isTerminal());
    Map<String, String> environment =
        GuestEnvironment.of(options.environment, input.isTerminal(), HostEnvironment::get);
    String path = new ProgramSearch(machine, options, environment).find();
    verbose("program " + path);
    Program program =
        Program.of(path)
            .argv(options.program)
            .directory(options.directory)
            .user(options.user.uid(), options.user.gid())
            .input(input)
            .output(new StandardOutput(1))
            .error(new StandardOutput(2));
    terminal.describe(program);
    environment.forEach(program::env);
    return program;
  }

  private void verbose(String message) {
    if (options.verbose) {
      Notice.say(message);
    }
  }

  private static long sinceMillis(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
  }
}
