package exo.fuzz.program;

import java.util.Arrays;

/** A piece of what a pointer leads to, in the order of memory. */
public sealed interface Piece {
  /** Bytes it takes. */
  int size();

  /** A little-endian number of 1 to 8 bytes. */
  record Field(int size, Value value) implements Piece {}

  /** Bytes as they are. */
  record Bytes(byte[] bytes) implements Piece {
    @Override
    public int size() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
