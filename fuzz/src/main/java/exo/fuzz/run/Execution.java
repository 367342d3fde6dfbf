package exo.fuzz.run;

import exo.fuzz.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * A run of a program on Exo: its trace, or how Exo itself failed.
 *
 * @param failure what is wrong with Exo, in words; null when nothing is
 * @param freshPlaces places of the kernel's code that were reached for the first time; 0 where
 *     coverage is off
 * @param starved an allocation was to fail, and did
 */
public record Execution(
    Program program,
    @Nullable Trace trace,
    @Nullable String failure,
    int freshPlaces,
    boolean starved) {
  /** A run in which no allocation was to fail. */
  public Execution(
      Program program, @Nullable Trace trace, @Nullable String failure, int freshPlaces) {
    this(program, trace, failure, freshPlaces, false);
  }
}
