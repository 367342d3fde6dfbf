package exo.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line from left to right as getopt_long(3) does: {@code --name value}, {@code
 * --name=value}, {@code --} ends the options, and so does the first word that is none.
 *
 * <p>Written by hand because a start of Exo takes less time than an options library does.
 */
public final class Arguments {
  private final String command;
  private final List<String> words;
  private int next;
  private String option = "";
  private @Nullable String attached;

  /**
   * @param command for messages, such as {@code exo run}
   * @param words what follows the command
   */
  public Arguments(String command, List<String> words) {
    this.command = command;
    this.words = words;
  }

  /** The next option with its dashes and without its value; null when there are no more. */
  public @Nullable String nextOption() throws Failure {
    if (attached != null) {
      throw wrong(option + " takes no value");
    }
    if (next == words.size()) {
      return null;
    }
    String word = words.get(next);
    if (!word.startsWith("-") || word.equals("-")) {
      return null;
    }
    next++;
    if (word.equals("--")) {
      return null;
    }
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    option = equals < 0 ? word : word.substring(0, equals);
    attached = equals < 0 ? null : word.substring(equals + 1);
    return option;
  }

  /** The value of the present option: attached to it, or the next word. */
  public String value() throws Failure {
    String value = attachedValue();
    if (value != null) {
      return value;
    }
    if (next == words.size()) {
      throw wrong(option + " needs a value");
    }
    return words.get(next++);
  }

  /** The value attached to the present option, or null. */
  public @Nullable String attachedValue() {
    String value = attached;
    attached = null;
    return value;
  }

  /** What follows the options. */
  public List<String> rest() {
    return List.copyOf(words.subList(next, words.size()));
  }

  /** What follows the options must be nothing. */
  public void nothingMore() throws Failure {
    if (next < words.size()) {
      throw wrong("'" + words.get(next) + "' is one argument too many");
    }
  }

  /** The value of the present option will not do; {@code problem} says why. */
  public Failure wrongValue(String value, String problem) {
    return wrong(option + " " + value + ": " + problem);
  }

  /** The present option is not known. */
  public Failure unknown() {
    return wrong("unknown option " + option);
  }

  /** A usage error. */
  public Failure wrong(String problem) {
    return Failure.usage(command, problem);
  }
}
