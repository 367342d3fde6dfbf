package exo.fuzz.run;

import exo.fuzz.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * A run of a program on Exo: its trace, or how Exo itself failed.
 *
 * @param failure what is wrong with Exo, in words; null when nothing is
 */
public record Execution(Program program, @Nullable Trace trace, @Nullable String failure) {}
