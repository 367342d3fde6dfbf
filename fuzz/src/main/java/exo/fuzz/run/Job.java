package exo.fuzz.run;

import exo.fuzz.program.Program;
import java.util.List;

/**
 * A program to be run on Exo.
 *
 * @param failNth which allocation of a frame, counted from 1 at the program's first call, finds no
 *     memory; 0 for none
 */
public record Job(Program program, long failNth) {
  /** Programs as they are. */
  static List<Job> of(List<Program> programs) {
    return programs.stream().map(p -> new Job(p, 0)).toList();
  }
}
