package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FuzzPageTest {
  @Test
  void thePageHasTheListsOfTheCode() throws IOException {
    Path page = Path.of(System.getProperty("exo.root"), "docs", "fuzzing.md");
    assertTrue(
        Files.readString(page).endsWith(FuzzPage.lists()),
        "docs/fuzzing.md is to end with: \n" + FuzzPage.lists());
  }
}
