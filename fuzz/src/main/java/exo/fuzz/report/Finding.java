package exo.fuzz.report;

import exo.fuzz.program.Program;

/**
 * Something wrong, and a program that shows it.
 *
 * @param title the same for all programs that show the same, as far as can be told
 * @param call index of the call where it shows; -1 at the end
 * @param linux what Linux did; empty when Linux was not asked
 * @param exo what Exo did
 */
public record Finding(String title, Program program, int call, String linux, String exo) {}
