package exo.cli.run;

import exo.cli.Arguments;
import exo.cli.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The command line of {@code exo run}. What is null or empty was not said. */
final class RunOptions {
  /** Where the guest's time comes from. */
  enum ClockKind {
    HOST,
    VIRTUAL
  }

  /** An output asked for: to a file of the host, or to standard error when {@code file} is null. */
  record Target(@Nullable Path file) {}

  boolean help;
  boolean verbose;

  @Nullable Path rootfs;
  final List<HostMount> mounts = new ArrayList<>();

  /** A null value is passed on from the host. */
  final Map<String, @Nullable String> environment = new LinkedHashMap<>();

  String directory = "/";
  User user = User.ROOT;
  @Nullable String hostname;

  @Nullable Long memory;
  int cpus = 1;
  @Nullable String engine;
  @Nullable Long seed;
  ClockKind clock = ClockKind.HOST;

  @Nullable Duration timeout;
  @Nullable Duration cpuTime;
  @Nullable Integer maxProcesses;
  @Nullable Integer maxFiles;
  @Nullable Long maxOutput;

  @Nullable Target strace;
  @Nullable Target json;
  boolean missing;
  boolean control;

  /** PROGRAM and its arguments; empty only with {@link #help}. */
  List<String> program = List.of();

  private final Arguments arguments;

  private RunOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  static RunOptions parse(List<String> words) throws Failure {
    Arguments arguments = new Arguments("exo run", words);
    RunOptions options = new RunOptions(arguments);
    for (String name = arguments.nextOption(); name != null; name = arguments.nextOption()) {
      options.take(name);
      if (options.help) {
        return options;
      }
    }
    options.program = arguments.rest();
    if (options.program.isEmpty()) {
      throw arguments.wrong("which program?");
    }
    return options;
  }

  private void take(String name) throws Failure {
    switch (name) {
      case "--rootfs" -> rootfs = read(RunOptions::path);
      case "--mount" -> mounts.add(read(HostMount::parse));
      case "--env" -> read(this::variable);
      case "--cwd" -> directory = read(RunOptions::guestPath);
      case "--user" -> user = read(User::parse);
      case "--hostname" -> hostname = read(RunOptions::hostname);
      case "--memory" -> memory = read(Quantity::bytes);
      case "--smp" -> cpus = read(count(1));
      case "--cpu" -> engine = arguments.value();
      case "--seed" -> seed = read(RunOptions::number);
      case "--clock" -> clock = read(RunOptions::clock);
      case "--timeout" -> timeout = read(Quantity::duration);
      case "--cpu-time" -> cpuTime = read(Quantity::duration);
      case "--max-processes" -> maxProcesses = read(count(1));
      case "--max-files" -> maxFiles = read(count(1));
      case "--max-output" -> maxOutput = read(Quantity::bytes);
      case "--strace" -> strace = target();
      case "--json" -> json = target();
      case "--missing" -> missing = true;
      case "--control" -> control = true;
      case "--verbose" -> verbose = true;
      case "--help", "-h" -> help = true;
      default -> throw arguments.unknown();
    }
  }

  private <T> T read(Function<String, T> reader) throws Failure {
    String value = arguments.value();
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw arguments.wrongValue(value, String.valueOf(e.getMessage()));
    }
  }

  private Target target() throws Failure {
    String file = arguments.attachedValue();
    try {
      return new Target(file == null ? null : path(file));
    } catch (IllegalArgumentException e) {
      throw arguments.wrongValue(String.valueOf(file), String.valueOf(e.getMessage()));
    }
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no path: " + e.getReason(), e);
    }
  }

  private String variable(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("not NAME=VALUE or NAME");
    }
    environment.put(name, equals < 0 ? null : text.substring(equals + 1));
    return name;
  }

  private static String guestPath(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a folder of the guest, from / on");
    }
    return text;
  }

  private static String hostname(String text) {
    if (text.isEmpty() || text.length() > 64) {
      throw new IllegalArgumentException("1 to 64 characters");
    }
    return text;
  }

  private static Function<String, Integer> count(int least) {
    return text -> {
      try {
        int n = Integer.parseInt(text);
        if (n >= least) {
          return n;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException("not a number from " + least + " on");
    };
  }

  private static Long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
  }

  private static ClockKind clock(String text) {
    return switch (text) {
      case "host" -> ClockKind.HOST;
      case "virtual" -> ClockKind.VIRTUAL;
      default -> throw new IllegalArgumentException("host or virtual");
    };
  }
}
