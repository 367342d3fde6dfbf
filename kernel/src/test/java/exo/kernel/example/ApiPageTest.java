package exo.kernel.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every piece of Java on docs/api.md stands in a file of this folder, line by line. */
class ApiPageTest {
  private static final Path ROOT = Path.of(System.getProperty("exo.root"));
  private static final Path EXAMPLES = ROOT.resolve("kernel/src/test/java/exo/kernel/example");

  @Test
  void quotesWhatRuns() throws IOException {
    List<String> quotes = quotes(Files.readAllLines(ROOT.resolve("docs/api.md")));
    assertTrue(quotes.size() >= 4, "the page quotes " + quotes.size() + " pieces");
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        sources.add(unindented(Files.readAllLines(file)));
      }
    }
    List<String> invented =
        quotes.stream().filter(q -> sources.stream().noneMatch(s -> s.contains(q))).toList();
    assertEquals(List.of(), invented, "stands on the page and nowhere else");
  }

  /** What stands between ```java and ```. */
  private static List<String> quotes(List<String> page) {
    List<String> quotes = new ArrayList<>();
    List<String> quote = null;
    for (String line : page) {
      if (quote == null) {
        quote = line.equals("```java") ? new ArrayList<>() : null;
      } else if (line.equals("```")) {
        quotes.add(unindented(quote));
        quote = null;
      } else {
        quote.add(line);
      }
    }
    return quotes;
  }

  private static String unindented(List<String> lines) {
    return lines.stream().map(String::strip).collect(Collectors.joining("\n"));
  }
}
