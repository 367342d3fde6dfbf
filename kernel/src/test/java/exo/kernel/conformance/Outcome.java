package exo.kernel.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param output standard output, one char a byte
 * @param status as a shell shows it: 128 and the signal where one ended it
 */
record Outcome(String output, int status) {
  /** Each case's line by its name, in the order of the program. */
  Map<String, String> cases() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : output.split("\n", -1)) {
      if (!line.isEmpty()) {
        int colon = line.indexOf(':');
        lines.put(colon < 0 ? line : line.substring(0, colon), line);
      }
    }
    return lines;
  }
}
