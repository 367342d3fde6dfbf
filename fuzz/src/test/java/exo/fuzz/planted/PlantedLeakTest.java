package exo.fuzz.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only happens when memory ends in the middle of a call. */
class PlantedLeakTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests", ""), "executor");

  @TempDir Path folder;

  private String found(@Nullable Patch patch) throws Exception {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    Process child =
        PatchedJvm.builder(
                patch,
                folder,
                PlantedLook.class,
                EXECUTOR.toString(),
                "true",
                "child(1)\ngetpid()\n")
            .redirectErrorStream(true)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), out);
    return out.strip();
  }

  @Test
  void aForkThatKeepsItsHalfWhenMemoryEndsIsFound() throws Exception {
    String title = found(Patch.in("exo.kernel.mm.Fork", "copy", Patch.skip("release")));
    assertTrue(title.startsWith("without memory: "), title);
  }

  @Test
  void theForkThatThereIsKeepsNothing() throws Exception {
    assertEquals("", found(null));
  }
}
