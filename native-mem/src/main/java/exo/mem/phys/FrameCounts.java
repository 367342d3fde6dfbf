package exo.mem.phys;

/**
 * A reference count for each frame, 0 when it is free. Cut into chunks made on first use, so that a
 * large machine of which little is touched costs little heap.
 */
final class FrameCounts {
  /** In a reserved frame's count, above its references: such a frame is never freed. */
  static final int RESERVED = 1 << 30;

  /** The part of a count that is references. */
  static final int REFERENCES = RESERVED - 1;

  private static final int SHIFT = 14;
  private static final int MASK = (1 << SHIFT) - 1;

  // A chunk that is still all zeros has length 0.
  private final int[][] chunks;

  FrameCounts(long frames) {
    chunks = new int[Math.toIntExact((frames + MASK) >>> SHIFT)][0];
  }

  int get(long frame) {
    int[] chunk = chunks[(int) (frame >>> SHIFT)];
    return chunk.length == 0 ? 0 : chunk[(int) frame & MASK];
  }

  void set(long frame, int count) {
    int index = (int) (frame >>> SHIFT);
    int[] chunk = chunks[index];
    if (chunk.length == 0) {
      chunk = new int[1 << SHIFT];
      chunks[index] = chunk;
    }
    chunk[(int) frame & MASK] = count;
  }
}
