package exo.fuzz.run;

/**
 * What the two sides of a comparison are called in what is told about it.
 *
 * @param oracle whose answers count as right
 * @param machine whose answers are looked at
 */
public record Sides(String oracle, String machine) {
  /** Where nothing else is said. */
  public static final Sides LINUX = new Sides("Linux", "Exo");
}
