package exo.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuestEnvironmentTest {
  private static final Map<String, String> HOST =
      Map.of("HOME", "/home/me", "TERM", "xterm", "PATH", "/opt/bin");

  private static Map<String, String> guest(Map<String, String> asked, boolean terminal) {
    return GuestEnvironment.of(asked, terminal, HOST::get);
  }

  @Test
  void nothingIsInherited() {
    assertEquals(Map.of("PATH", GuestEnvironment.DEFAULT_PATH), guest(Map.of(), false));
  }

  @Test
  void theKindOfTerminalIsPassedOnWithATerminal() {
    assertEquals("xterm", guest(Map.of(), true).get("TERM"));
    assertEquals("dumb", guest(Map.of("TERM", "dumb"), true).get("TERM"));
  }

  @Test
  void theHostsValueIsPassedOnWhenAskedFor() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("HOME", null);
    asked.put("NOWHERE", null);
    asked.put("PATH", null);
    assertEquals(Map.of("HOME", "/home/me", "PATH", "/opt/bin"), guest(asked, false));
  }
}
