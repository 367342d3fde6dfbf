package exo.bench;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code ./exo bench}.
 *
 * @param pattern which figures, a regular expression found anywhere in their id
 * @param json where to write the report as JSON, or null
 * @param html where to write the report as a page with plots, or null
 * @param png where to write the plots as a picture, or null
 * @param write whether to write {@code docs/benchmarks.md}
 * @param list only name the figures
 */
record Options(
    Pattern pattern,
    Effort effort,
    @Nullable Path json,
    @Nullable Path html,
    @Nullable Path png,
    boolean write,
    boolean list) {
  static final String USAGE =
      """
      usage: ./exo bench [PATTERN] [--quick] [--json FILE] [--html FILE] [--png FILE]
                         [--write] [--list]

      Measures what Exo costs, beside what it aims at. Let nothing else run meanwhile.

        PATTERN      only the figures whose id matches this regular expression
        --quick      all of it in about two minutes, with fewer samples
        --json FILE  write the figures to FILE as well
        --html FILE  write them as a page with plots as well
        --png FILE   draw them: Exo beside Linux, and latencies of messages
        --write      write docs/benchmarks.md; not with a PATTERN
        --list       name the figures and measure nothing

      Examples:
        ./exo bench --quick
        ./exo bench guest.getppid
        ./exo bench work --json work.json
      """;

  /** A wrong command line; the message is one line for people. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) throws Wrong {
    @Nullable String pattern = null;
    @Nullable Path json = null;
    @Nullable Path html = null;
    @Nullable Path png = null;
    Effort effort = Effort.FULL;
    boolean write = false;
    boolean list = false;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      switch (argument) {
        case "--quick" -> effort = Effort.QUICK;
        case "--write" -> write = true;
        case "--list" -> list = true;
        case "--json" -> {
          if (++i == arguments.length) {
            throw new Wrong("--json needs the name of a file");
          }
          json = Path.of(arguments[i]);
        }
        case "--html" -> {
          if (++i == arguments.length) {
            throw new Wrong("--html needs the name of a file");
          }
          html = Path.of(arguments[i]);
        }
        case "--png" -> {
          if (++i == arguments.length) {
            throw new Wrong("--png needs the name of a file");
          }
          png = Path.of(arguments[i]);
        }
        default -> {
          if (argument.startsWith("-")) {
            throw new Wrong("no option '" + argument + "'");
          }
          if (pattern != null) {
            throw new Wrong("more than one pattern: use a|b");
          }
          pattern = argument;
        }
      }
    }
    if (write && pattern != null) {
      throw new Wrong("--write needs all figures, so no pattern");
    }
    Pattern which = compiled(pattern == null ? "" : pattern);
    return new Options(which, effort, json, html, png, write, list);
  }

  private static Pattern compiled(String pattern) throws Wrong {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new Wrong("'" + pattern + "' is no regular expression: " + e.getDescription());
    }
  }
}
