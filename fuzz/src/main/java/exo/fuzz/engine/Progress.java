package exo.fuzz.engine;

import exo.fuzz.report.Finding;

/** Told how a run goes on; from one thread. */
public interface Progress {
  /** After each round. */
  void round(Numbers numbers);

  /** A finding with a title that was not there before, made as small as it gets. */
  void found(Finding finding);

  /** A word on what goes otherwise than asked for. */
  void note(String line);

  /**
   * Where a run stands.
   *
   * @param programs run so far
   * @param nanos since the start
   * @param corpus programs kept
   * @param signals different things seen
   * @param reached places of the kernel's code that were reached
   * @param places how many there are in the classes loaded so far; 0 where coverage is off
   * @param findings different findings
   * @param setAside differences that did not come again
   */
  record Numbers(
      long programs,
      long nanos,
      int corpus,
      int signals,
      int reached,
      int places,
      int findings,
      int setAside) {
    public double perSecond() {
      return programs * 1e9 / Math.max(1, nanos);
    }
  }
}
