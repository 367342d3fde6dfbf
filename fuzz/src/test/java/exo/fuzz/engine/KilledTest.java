package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments: the corpus always loads, and has what it had. */
class KilledTest {
  @TempDir Path folder;

  private void kill(int times) throws Exception {
    Random random = new Random(times);
    int before = 0;
    for (int i = 0; i < times; i++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath(),
                  CorpusWriter.class.getName(),
                  folder.toString(),
                  Integer.toString(i))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        assertEquals('b', writer.getInputStream().read(), "the writer does not begin");
        Thread.sleep(random.nextInt(100));
      } finally {
        writer.destroyForcibly().waitFor();
      }
      Corpus corpus = new Corpus(folder);
      assertEquals(0, corpus.unreadable());
      assertTrue(corpus.programs().size() >= before, "programs are lost");
      before = corpus.programs().size();
    }
    assertTrue(before >= times, "nothing was ever written");
  }

  private static String classPath() throws Exception {
    Path tests =
        Path.of(CorpusWriter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return tests
        + File.pathSeparator
        + tests.resolveSibling("classes")
        + File.pathSeparator
        + System.getProperty("jdk.module.path");
  }

  @Test
  void threeTimes() throws Exception {
    kill(3);
  }

  @Tag("long")
  @Test
  void fiftyTimes() throws Exception {
    kill(50);
  }
}
