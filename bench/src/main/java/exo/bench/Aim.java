package exo.bench;

/**
 * What a figure should reach.
 *
 * @param limit in the figure's unit
 * @param smallerIsBetter whether the figure must not be above the limit, or not below
 */
record Aim(double limit, boolean smallerIsBetter) {
  static Aim atMost(double limit) {
    return new Aim(limit, true);
  }

  static Aim atLeast(double limit) {
    return new Aim(limit, false);
  }

  boolean isMetBy(double value) {
    return smallerIsBetter ? value <= limit : value >= limit;
  }
}
