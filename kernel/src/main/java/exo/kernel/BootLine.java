package exo.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's command line, taken apart as Linux does. Source: bootparam(7). */
final class BootLine {
  private static final String INIT = "init";
  private static final String HZ = "hz";
  private static final String QUIET = "quiet";

  private final String text;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String init = "/bin/init";
  private int timerHz;
  private boolean quiet;

  private BootLine(String text) {
    this.text = text;
  }

  /**
   * Takes a line apart.
   *
   * @throws IllegalArgumentException when {@code hz} is no number
   */
  static BootLine of(String text) {
    BootLine line = new BootLine(text.strip());
    boolean rest = false;
    for (String word : line.text.split("\\s+")) {
      if (rest) {
        line.arguments.add(word);
      } else if (word.equals("--")) {
        rest = true;
      } else if (!word.isEmpty()) {
        line.word(word);
      }
    }
    return line;
  }

  private void word(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = word.substring(equals + 1);
    if (word.equals(QUIET)) {
      quiet = true;
    } else if (equals < 0) {
      arguments.add(word);
    } else if (name.equals(INIT)) {
      init = value;
    } else if (name.equals(HZ)) {
      timerHz = number(word, value);
    } else {
      environment.put(name, value);
    }
  }

  private static int number(String word, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(word + ": not a number", e);
    }
  }

  /** As it was given. */
  String text() {
    return text;
  }

  /** Path of the first program. */
  String init() {
    return init;
  }

  /** Ticks a second, or 0 when the line does not say. */
  int timerHz() {
    return timerHz;
  }

  /** Whether the log stays off the console. */
  boolean isQuiet() {
    return quiet;
  }

  /** Words the kernel does not know: arguments of the first program. */
  List<String> arguments() {
    return arguments;
  }

  /** Settings the kernel does not know: environment of the first program. */
  Map<String, String> environment() {
    return environment;
  }
}
