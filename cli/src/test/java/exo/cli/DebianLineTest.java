package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebianLineTest {
  @Test
  void quotesKeepWordsTogether() {
    DebianLine line =
        DebianLine.parse(
            1, "mawk | A=1 /bin/x -F'[ ,]+' \"a \\\" \\n\" '|' ; /bin/y | b\\tc\\\\\\n");
    assertEquals("mawk", line.debianPackage());
    assertEquals(2, line.commands().size());
    assertEquals(List.of("A=1"), line.commands().getFirst().variables());
    assertEquals(List.of("/bin/x", "-F[ ,]+", "a \" \\n", "|"), line.commands().getFirst().words());
    assertEquals(List.of("/bin/y"), line.commands().getLast().words());
    assertEquals("b\tc\\\n", new String(line.input(), StandardCharsets.UTF_8));
  }

  @Test
  void theListsAreLongEnough() {
    List<DebianLine> all = new ArrayList<>(DebianLine.all("debian-commands.txt"));
    assertTrue(all.size() >= 100, all.size() + " lines");
    List<DebianLine> scripts = DebianLine.all("debian-scripts.txt");
    assertTrue(scripts.size() >= 70, scripts.size() + " scripts");
    all.addAll(scripts);
    for (DebianLine line : all) {
      for (DebianLine.Command command : line.commands()) {
        assertTrue(command.program().startsWith("/"), line.text());
      }
    }
  }
}
