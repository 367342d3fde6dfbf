package exo.kernel.mm;

/** Told of every reference to a frame that somebody holds; an auditor compares with the counts. */
@FunctionalInterface
public interface FrameCensus {
  void add(long frame);
}
