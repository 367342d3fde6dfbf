package exo.fuzz.run;

/**
 * Where two runs of a program part.
 *
 * @param call index of the call, or -1 when only the end differs
 * @param title says what, with nothing in it that another run would have otherwise: differences
 *     with one title have one cause, as far as can be told
 * @param oracle what the oracle did
 * @param machine what the machine that is looked at did
 */
public record Difference(int call, String title, String oracle, String machine) {}
