package exo.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variables a program starts with: few, and none of the host's unless asked for. */
final class GuestEnvironment {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private GuestEnvironment() {}

  /**
   * @param asked as given on the command line; a null value is the host's
   * @param terminal standard input is a terminal
   * @param host a variable of the host, or null
   */
  static Map<String, String> of(
      Map<String, @Nullable String> asked,
      boolean terminal,
      Function<String, @Nullable String> host) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", DEFAULT_PATH);
    if (terminal) {
      put(variables, "TERM", host.apply("TERM"));
    }
    asked.forEach((name, value) -> put(variables, name, value == null ? host.apply(name) : value));
    return variables;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }
}
