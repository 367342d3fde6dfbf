package exo.mem.ring;

/**
 * The cursors of both ends of a {@link SpscRing}, each end's on cache lines of its own: fields of a
 * superclass are laid out before those of its subclass. Longs named after nothing are distance.
 */
@SuppressWarnings({"unused", "UnusedVariable"})
abstract class SpscCursors extends SpscProducerCursors {
  private long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14;

  /** Consumer: the next position to take. */
  long head;

  private long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14;
}

/** The producer's part. */
@SuppressWarnings({"unused", "UnusedVariable"})
abstract class SpscProducerCursors {
  private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;

  /** Producer: the next position to claim. */
  long tail;

  /** Producer: how far the consumer was when last looked at. */
  long headSeen;

  private long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14;
}
