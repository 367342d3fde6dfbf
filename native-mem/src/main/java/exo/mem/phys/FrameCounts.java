package exo.mem.phys;

import java.util.Arrays;

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

  // Stands for every chunk that is still all zeros; never written.
  private final int[] untouched = new int[1 << SHIFT];
  private final int[][] chunks;

  FrameCounts(long frames) {
    chunks = new int[Math.toIntExact((frames + MASK) >>> SHIFT)][];
    Arrays.fill(chunks, untouched);
  }

  int get(long frame) {
    return chunks[(int) (frame >>> SHIFT)][(int) frame & MASK];
  }

  void set(long frame, int count) {
    int index = (int) (frame >>> SHIFT);
    int[] chunk = chunks[index];
    if (chunk == untouched) {
      chunk = new int[1 << SHIFT];
      chunks[index] = chunk;
    }
    chunk[(int) frame & MASK] = count;
  }
}
