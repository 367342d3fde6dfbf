package exo.fuzz.planted;

import exo.fuzz.engine.FuzzOptions;
import exo.fuzz.engine.OracleChoice;
import exo.fuzz.engine.Replay;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import java.nio.file.Path;
import java.util.Arrays;

/** Some programs on a kernel that may have a mistake, without an oracle: Exo itself must tell. */
public final class PlantedLook {
  private PlantedLook() {}

  /**
   * Takes the executor, whether each allocation of each program is to fail once, and the programs;
   * prints a line for each, which is empty when nothing is found.
   */
  public static void main(String[] args) throws Exception {
    FuzzOptions options =
        FuzzOptions.looking(OracleChoice.NONE, Boolean.parseBoolean(args[1]), Path.of(args[0]));
    try (Replay replay = new Replay(options, System.out::println)) {
      for (String program : Arrays.asList(args).subList(2, args.length)) {
        Finding f = replay.judge(ProgramText.parse(program));
        System.out.println(f == null ? "" : f.title());
      }
    }
  }
}
