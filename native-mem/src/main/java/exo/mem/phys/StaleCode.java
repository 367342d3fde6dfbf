package exo.mem.phys;

/** Told that frames which guests may have executed have other bytes now. */
@FunctionalInterface
public interface StaleCode {
  /**
   * Hears of a run of frames.
   *
   * @param frame number of the first
   * @param count at least 1
   */
  void codeChanged(long frame, long count);
}
