package exo.fuzz.program;

import java.util.List;

/**
 * A pointer into the data area, what is stored there before the call, and what is looked at after
 * it.
 *
 * @param va guest address
 * @param in what is stored there first, in the order of memory
 * @param out bytes to record after the call, from {@code va} on
 * @param parts offsets of 32-bit numbers that later calls may refer to
 */
public record Pointer(long va, List<Piece> in, int out, List<Integer> parts) implements Arg {
  /** Where the data area begins, and its bytes. */
  public static final long DATA = 0x2000_0000L;

  public static final int DATA_SIZE = 0x2_0000;

  /** The area that memory calls play with; its first half is mapped. */
  public static final long SPARE = 0x2010_0000L;

  public static final int SPARE_SIZE = 0x1_0000;

  public Pointer {
    in = List.copyOf(in);
    parts = List.copyOf(parts);
  }

  /** Bytes it takes in the data area. */
  public int extent() {
    return Math.max(out, in.stream().mapToInt(Piece::size).sum());
  }
}
