package exo.cli.top;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Notice;
import exo.cli.control.ControlledMachine;
import exo.cli.control.Look;
import exo.mem.host.HostException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code exo top}: shows what a machine of another process does. */
public final class TopCommand {
  private static final int NONE_RUNS = 1;
  private static final Duration RENEWAL = Duration.ofSeconds(1);
  private static final Duration ONE_LOOK = Duration.ofMillis(500);

  private final TopOptions options;
  private final ControlledMachine machine;
  private final PrintStream out = System.out;

  private TopCommand(TopOptions options, ControlledMachine machine) {
    this.options = options;
    this.machine = machine;
  }

  /**
   * Shows what the words after {@code exo top} say.
   *
   * @return the status to end with
   */
  public static int run(List<String> words) throws Failure, InterruptedException {
    TopOptions options = TopOptions.parse(words);
    if (options.help) {
      System.out.print(TopOptions.HELP);
      return ExitStatus.OK;
    }
    new TopCommand(options, find(options.pid)).show();
    return ExitStatus.OK;
  }

  private static ControlledMachine find(@Nullable Long pid) throws Failure {
    if (pid != null) {
      return ControlledMachine.of(pid);
    }
    List<ControlledMachine> all = ControlledMachine.running();
    if (all.isEmpty()) {
      throw new Failure(NONE_RUNS, "no machine runs that was started with --control");
    }
    if (all.size() > 1) {
      String pids = all.stream().map(m -> " " + m.pid()).collect(Collectors.joining());
      throw Failure.usage("exo top", "which of the machines? Processes" + pids);
    }
    return all.getFirst();
  }

  private void show() throws Failure, InterruptedException {
    Look first = machine.look();
    if (first == null) {
      throw new Failure(
          NONE_RUNS, "process " + machine.pid() + " runs no machine with --control of yours");
    }
    if (options.once) {
      Thread.sleep(ONE_LOOK);
      Look second = machine.look();
      print(second == null ? new Interval(null, first) : new Interval(first, second));
    } else if (!options.json && TopScreen.isPossible()) {
      draw(first);
    } else {
      follow(first);
    }
  }

  /** Until nobody reads it any more. */
  private void follow(Look first) throws Failure, InterruptedException {
    Look before = null;
    for (Look look = first; look != null && !out.checkError(); look = machine.look()) {
      print(new Interval(before, look));
      before = look;
      Thread.sleep(RENEWAL);
    }
  }

  private void print(Interval interval) {
    if (options.json) {
      out.println(TopJson.of(interval, machine.pid()));
    } else {
      TopTable.of(interval, machine.pid()).lines().forEach(out::println);
      if (!options.once) {
        out.println();
      }
    }
  }

  private void draw(Look first) throws Failure {
    boolean asked = false;
    try (TopScreen screen = new TopScreen(out)) {
      Look before = null;
      for (Look look = first; look != null && !asked; look = machine.look()) {
        screen.draw(TopTable.of(new Interval(before, look), machine.pid()));
        before = look;
        asked = !screen.pause();
      }
    } catch (HostException gone) {
      // The terminal is: there is nobody to tell.
      return;
    }
    if (!asked) {
      Notice.say("the machine of process " + machine.pid() + " has ended");
    }
  }
}
