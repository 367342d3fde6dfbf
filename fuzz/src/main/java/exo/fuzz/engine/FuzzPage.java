package exo.fuzz.engine;

import exo.fuzz.run.NeverNative;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lists of the page docs/fuzzing.md, made from the code. */
public final class FuzzPage {
  private FuzzPage() {}

  /** Both lists in Markdown. */
  public static String lists() {
    StringBuilder out = new StringBuilder("## Intended differences\n\n");
    out.append(
        "| what the finding is called | in calls with | in programs with | why it is none |\n");
    out.append("|---|---|---|---|\n");
    for (IntendedDifferences.Intended i : IntendedDifferences.all()) {
      out.append("| ").append(code(i.title().pattern())).append(" | ");
      out.append(code(i.call().pattern())).append(" | ");
      out.append(code(i.program().pattern())).append(" | ");
      out.append(i.reason()).append(" |\n");
    }
    out.append("\n## Calls that are never run on the machine itself\n\n");
    out.append("| why | calls |\n|---|---|\n");
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    NeverNative.all()
        .forEach((name, why) -> byReason.computeIfAbsent(why, w -> new ArrayList<>()).add(name));
    byReason.forEach(
        (why, names) ->
            out.append("| ")
                .append(why)
                .append(" | ")
                .append(String.join(", ", names))
                .append(" |\n"));
    return out.toString();
  }

  private static String code(String pattern) {
    return pattern.isEmpty() ? "" : "`" + pattern.replace("|", "\\|") + "`";
  }
}
