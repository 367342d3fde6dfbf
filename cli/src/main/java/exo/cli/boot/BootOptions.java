package exo.cli.boot;

import exo.cli.Arguments;
import exo.cli.Failure;
import exo.cli.run.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The command line of {@code exo boot}. What is null or empty was not said. */
final class BootOptions {
  boolean help;
  boolean verbose;
  boolean control;
  @Nullable Path initrd;
  @Nullable String init;
  String commandLine = "";
  boolean vga;
  @Nullable Path screenshot;
  @Nullable Path serial;
  @Nullable Long memory;
  int cpus = 1;
  @Nullable String engine;
  @Nullable Long seed;
  boolean virtualClock;
  @Nullable Duration timeout;
  boolean strace;
  @Nullable Path straceFile;

  /** Words for the shell; empty for a person at a prompt. */
  List<String> script = List.of();

  private final Arguments arguments;

  private BootOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  static BootOptions parse(List<String> words) throws Failure {
    Arguments arguments = new Arguments("exo boot", words);
    BootOptions options = new BootOptions(arguments);
    for (String name = arguments.nextOption(); name != null; name = arguments.nextOption()) {
      options.take(name);
      if (options.help) {
        return options;
      }
    }
    options.script = arguments.rest();
    return options;
  }

  private void take(String name) throws Failure {
    switch (name) {
      case "--initrd" -> initrd = read(Path::of);
      case "--init" -> init = read(BootOptions::guestPath);
      case "--cmdline" -> commandLine = arguments.value();
      case "--vga" -> vga = true;
      case "--screenshot" -> screenshot = read(Path::of);
      case "--serial" -> serial = read(Path::of);
      case "--memory" -> memory = read(Quantity::bytes);
      case "--smp" -> cpus = read(BootOptions::cpus);
      case "--cpu" -> engine = arguments.value();
      case "--seed" -> seed = read(BootOptions::number);
      case "--clock" -> virtualClock = read(BootOptions::isVirtual);
      case "--timeout" -> timeout = read(Quantity::duration);
      case "--strace" -> {
        String file = arguments.attachedValue();
        strace = true;
        straceFile = file == null ? null : Path.of(file);
      }
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

  private static String guestPath(String text) {
    if (!text.startsWith("/") || text.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("not an absolute path without blanks");
    }
    return text;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
  }

  private static int cpus(String text) {
    long count = number(text);
    if (count < 1 || count > 64) {
      throw new IllegalArgumentException("not from 1 to 64");
    }
    return (int) count;
  }

  private static boolean isVirtual(String text) {
    return switch (text) {
      case "host" -> false;
      case "virtual" -> true;
      default -> throw new IllegalArgumentException("neither host nor virtual");
    };
  }
}
