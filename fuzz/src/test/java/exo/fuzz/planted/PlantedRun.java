package exo.fuzz.planted;

import exo.fuzz.engine.FuzzOptions;
import exo.fuzz.engine.Fuzzer;
import exo.fuzz.engine.OracleChoice;
import exo.fuzz.engine.Progress;
import exo.fuzz.report.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The fuzzer in a JVM of its own, whose kernel has a mistake. Findings go to the folder of the
 * corpus, where {@link PlantedBugsTest} looks for them; it ends this JVM when it has seen enough.
 */
public final class PlantedRun {
  private PlantedRun() {}

  /** Takes the executor, the folder, the seed, the seconds and the number of workers. */
  public static void main(String[] args) throws Exception {
    FuzzOptions options =
        new FuzzOptions(
            Duration.ofSeconds(Long.parseLong(args[3])),
            Long.parseLong(args[2]),
            Integer.parseInt(args[4]),
            List.of(),
            Path.of(args[1]),
            OracleChoice.LINUX,
            false,
            1,
            Path.of(args[0]),
            "unicorn");
    try (Fuzzer fuzzer = new Fuzzer(options, new Quiet())) {
      fuzzer.run();
    }
  }

  private static final class Quiet implements Progress {
    @Override
    public void round(Numbers numbers) {}

    @Override
    public void found(Finding finding) {}

    @Override
    public void note(String line) {
      System.out.println(line);
    }
  }
}
