package exo.fuzz.report;

import exo.fuzz.program.Program;
import exo.fuzz.run.Sides;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong, and a program that shows it.
 *
 * @param title the same for all programs that show the same, as far as can be told
 * @param call index of the call where it shows; -1 at the end
 * @param oracle what the oracle did; empty when none was asked
 * @param exo what Exo did
 * @param sides what the two are called
 */
public record Finding(
    String title, Program program, int call, String oracle, String exo, Sides sides) {
  /** A finding with Linux as the oracle, or none. */
  public Finding(String title, Program program, int call, String oracle, String exo) {
    this(title, program, call, oracle, exo, Sides.LINUX);
  }

  /** Whether another finding shows the same. */
  public boolean sameAs(@Nullable Finding other) {
    return other != null && other.title.equals(title);
  }

  /** Both answers in lines of their own, that of the oracle only if it was asked. */
  public String sideBySide() {
    int width = Math.max(sides.oracle().length(), sides.machine().length()) + 2;
    String theirs = oracle.isEmpty() ? "" : name(sides.oracle(), width) + oracle + "\n";
    return theirs + name(sides.machine(), width) + exo + "\n";
  }

  private static String name(String side, int width) {
    return side + ":" + " ".repeat(width - side.length() - 1);
  }
}
