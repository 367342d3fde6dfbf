package exo.cli.fuzz;

import exo.cli.Arguments;
import exo.cli.Failure;
import exo.cli.run.Quantity;
import exo.fuzz.coverage.Edges;
import exo.fuzz.engine.FuzzOptions;
import exo.fuzz.engine.OracleChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words behind {@code exo fuzz}.
 *
 * @param file the program of replay and minimise
 */
record FuzzArguments(Action action, FuzzOptions options, @Nullable Path file) {
  enum Action {
    HELP,
    FUZZ,
    REPLAY,
    MINIMISE
  }

  static final String HELP =
      """
      Usage: exo fuzz [OPTIONS]
             exo fuzz replay [OPTIONS] FILE
             exo fuzz minimise [OPTIONS] FILE

      Makes programs of system calls up, runs them on Exo and, in a container without privileges, on
      this machine's Linux, and shows where the two part, with as small a program as it takes.
      Status 0 when nothing was found, 1 when something was.

        --time T         how long, 1m if not said
        --seed N         of all choices; drawn and told if not said
        --workers N      machines at once; as many as there are processors if not said
        --calls LIST     only these calls, with commas between
        --corpus DIR     keeps programs that showed something new, and findings in DIR/findings
        --oracle WHICH   linux; engines, to compare the engine with the first other one that works
                         here (host, kvm, unicorn), in the same kernel; or none
        --fail-nth       lets the first allocation of memory of each program fail, then the second,
                         and so on; those of the corpus come first, and no oracle is asked
        --schedules N    runs programs of several processes or threads in N orders, 1 if not said
        --engine NAME    the CPU engine, unicorn if not said
        --coverage       keeps programs that reach new branches of the kernel's code, too; as all
                         machines share the count, a seed then repeats a run less exactly
        --help           this

        replay FILE      runs one program and shows what both sides answered
        minimise FILE    makes the program of a finding small

      Examples:
        exo fuzz --time 10m --corpus corpus
        exo fuzz --oracle engines --time 10m
        exo fuzz --calls openat,read,lseek --seed 1
        exo fuzz replay corpus/findings/lseek-linux-einval-exo-succeeds.prog
      """;

  private static final int MOST_WORKERS = 64;
  private static final int MOST_SCHEDULES = 1000;

  static FuzzArguments parse(List<String> words) throws Failure {
    List<String> rest = new ArrayList<>(words);
    Action action =
        switch (rest.isEmpty() ? "" : rest.getFirst()) {
          case "replay" -> Action.REPLAY;
          case "minimise" -> Action.MINIMISE;
          default -> Action.FUZZ;
        };
    if (action != Action.FUZZ) {
      rest.removeFirst();
    }
    Arguments a = new Arguments("exo fuzz", rest);
    Duration time = Duration.ofMinutes(1);
    long seed = System.nanoTime() & 0xffff_ffffL;
    int workers = Runtime.getRuntime().availableProcessors();
    List<String> calls = List.of();
    Path corpus = null;
    OracleChoice oracle = null;
    boolean failNth = false;
    int schedules = 1;
    String engine = "unicorn";
    for (String name = a.nextOption(); name != null; name = a.nextOption()) {
      switch (name) {
        case "--time" -> time = time(a);
        case "--seed" -> seed = number(a, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--workers" -> workers = (int) number(a, 1, MOST_WORKERS);
        case "--calls" -> calls = List.of(a.value().split(",", -1));
        case "--corpus" -> corpus = Path.of(a.value());
        case "--oracle" -> oracle = oracle(a);
        case "--fail-nth" -> failNth = true;
        case "--schedules" -> schedules = (int) number(a, 1, MOST_SCHEDULES);
        case "--engine" -> engine = a.value();
        case "--coverage" -> needAgent(a);
        case "--help", "-h" -> action = Action.HELP;
        default -> throw a.unknown();
      }
    }
    Path file = null;
    if (action == Action.REPLAY || action == Action.MINIMISE) {
      if (a.rest().size() != 1) {
        throw a.wrong("one file, please");
      }
      file = Path.of(a.rest().getFirst());
    } else if (action == Action.FUZZ) {
      a.nothingMore();
    }
    if (failNth && oracle != null && oracle != OracleChoice.NONE) {
      throw a.wrong("--fail-nth asks no oracle: nobody else's memory ends in the same place");
    }
    if (oracle == null) {
      oracle = failNth ? OracleChoice.NONE : OracleChoice.LINUX;
    }
    FuzzOptions options =
        new FuzzOptions(
            time, seed, workers, calls, corpus, oracle, failNth, schedules, executor(), engine);
    return new FuzzArguments(action, options, file);
  }

  /** The script has started the JVM with the agent, which alone can mark the kernel's code. */
  private static void needAgent(Arguments a) throws Failure {
    if (!Edges.isOn()) {
      throw a.wrong("--coverage must be given to ./exo fuzz, and not through an alias of Java's");
    }
  }

  private static Path executor() {
    return Path.of(System.getProperty("exo.executor", "userland-elf/target/guests/executor"));
  }

  private static Duration time(Arguments a) throws Failure {
    String value = a.value();
    try {
      return Quantity.duration(value);
    } catch (IllegalArgumentException e) {
      throw a.wrongValue(value, String.valueOf(e.getMessage()));
    }
  }

  private static long number(Arguments a, long least, long most) throws Failure {
    String value = a.value();
    try {
      long n = Long.decode(value);
      if (n >= least && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      throw a.wrongValue(value, "not a number");
    }
    throw a.wrongValue(value, "not from " + least + " to " + most);
  }

  private static OracleChoice oracle(Arguments a) throws Failure {
    String value = a.value();
    return switch (value) {
      case "linux" -> OracleChoice.LINUX;
      case "engines" -> OracleChoice.ENGINES;
      case "none" -> OracleChoice.NONE;
      default -> throw a.wrongValue(value, "linux, engines or none");
    };
  }
}
