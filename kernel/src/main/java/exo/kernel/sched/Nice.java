package exo.kernel.sched;

/** Nice values as weights: each step is a factor of 1.25, as in Linux; nice 0 weighs 1024. */
final class Nice {
  static final int WEIGHT_OF_ZERO = 1024;
  static final int WEIGHT_OF_IDLE = 3;
  private static final int LOWEST = -20;
  private static final int HIGHEST = 19;
  private static final double STEP = 1.25;
  private static final int[] WEIGHTS = new int[HIGHEST - LOWEST + 1];

  static {
    for (int nice = LOWEST; nice <= HIGHEST; nice++) {
      WEIGHTS[nice - LOWEST] = (int) Math.round(WEIGHT_OF_ZERO / Math.pow(STEP, nice));
    }
  }

  private Nice() {}

  static int weight(int nice) {
    return WEIGHTS[nice - LOWEST];
  }
}
