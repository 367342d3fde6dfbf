package exo.bench;

/**
 * How long to measure.
 *
 * @param forks JVMs that each benchmark of an operation runs in, one after the other
 * @param warmups iterations thrown away in each
 * @param iterations iterations that count in each
 * @param iterationMillis length of one
 * @param starts how often the command is started for its wall time
 * @param works how often each kind of work is done in each of its three ways
 */
record Effort(int forks, int warmups, int iterations, int iterationMillis, int starts, int works) {
  /** Everything in about two minutes. */
  static final Effort QUICK = new Effort(1, 4, 5, 300, 20, 3);

  static final Effort FULL = new Effort(3, 5, 10, 500, 40, 9);
}
