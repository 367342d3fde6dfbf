package exo.fuzz.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.engine.FuzzOptions;
import exo.fuzz.engine.OracleChoice;
import exo.fuzz.engine.Replay;
import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./exo test --long PlantedBugsTest} plants one mistake after the other and prints how long
 * the fuzzer took to find it, and with how many calls. {@code exo.planted} names the only ones
 * wanted, {@code exo.planted.seed} another seed.
 */
class PlantedBugsTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests", ""), "executor");
  private static final int SECONDS = 120;
  private static final int MOST_CALLS = 5;
  private static final int LOOKS = 3;

  @TempDir Path folder;

  @Test
  void eachIsAChangeThatTheJvmTakes() throws Exception {
    for (PlantedBug bug : PlantedBug.all()) {
      byte[] patched = bug.patch().apply();
      assertEquals(List.of(), Patch.classFile().verify(patched), bug.name());
    }
  }

  @Tag("long")
  @Test
  void atLeastEighteenOfTwentyAreFoundInTwoMinutesWithAtMostFiveCalls() throws Exception {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    Set<String> wanted = Set.of(System.getProperty("exo.planted", "").split(",", -1));
    int all = 0;
    int good = 0;
    StringBuilder table = new StringBuilder();
    for (PlantedBug bug : PlantedBug.all()) {
      if (!wanted.contains("") && !wanted.contains(bug.name())) {
        continue;
      }
      all++;
      Found found = look(bug);
      good += found != null && found.calls() <= MOST_CALLS ? 1 : 0;
      String line =
          found == null
              ? String.format("%-26s not found in %d s%n", bug.name(), SECONDS)
              : String.format(
                  "%-26s %6.1f s  %d calls  %s%n",
                  bug.name(), found.millis() / 1e3, found.calls(), found.title());
      System.out.print(line);
      table.append(line);
    }
    System.out.printf("%d of %d found%n", good, all);
    assertTrue(good * 10 >= all * 9, table.toString());
  }

  private record Found(long millis, int calls, String title) {}

  /** Runs the fuzzer on a kernel with the mistake until it tells of it, or the time is over. */
  private @Nullable Found look(PlantedBug bug) throws Exception {
    Path classes = folder.resolve(bug.name()).resolve("classes");
    Path corpus = folder.resolve(bug.name()).resolve("corpus");
    Path findings = Files.createDirectories(corpus.resolve("findings"));
    Process child =
        PatchedJvm.builder(
                bug.patch(),
                classes,
                PlantedRun.class,
                EXECUTOR.toString(),
                corpus.toString(),
                System.getProperty("exo.planted.seed", "1"),
                Integer.toString(SECONDS),
                System.getProperty("exo.planted.workers", "2"))
            .inheritIO()
            .start();
    long start = System.nanoTime();
    Set<Path> seen = new HashSet<>();
    try {
      boolean alive = true;
      while (alive) {
        alive = !child.waitFor(200, TimeUnit.MILLISECONDS);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        for (Path p : programs(findings)) {
          Found found = seen.add(p) ? planted(p, millis) : null;
          if (found != null) {
            return found;
          }
        }
      }
      return null;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** What was found, unless it is not small, or the kernel without the mistake shows it too. */
  private static @Nullable Found planted(Path file, long millis) throws Exception {
    Program program = ProgramText.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (program.calls().size() > MOST_CALLS) {
      return null;
    }
    String title = String.valueOf(file.getFileName()).replace(".prog", "");
    if (title.contains("linux-never-came-so-far")) {
      // A busy machine shows that of any kernel.
      return null;
    }
    for (int i = 0; i < LOOKS; i++) {
      FuzzOptions options = FuzzOptions.looking(OracleChoice.LINUX, false, EXECUTOR);
      try (Replay sound = new Replay(options, System.out::println)) {
        if (sound.judge(program) != null) {
          return null;
        }
      }
    }
    return new Found(millis, program.calls().size(), title);
  }

  private static List<Path> programs(Path findings) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(findings, "*.prog")) {
      return java.util.stream.StreamSupport.stream(all.spliterator(), false).sorted().toList();
    }
  }
}
