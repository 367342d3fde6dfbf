package exo.kernel.fs.tarfs;

/**
 * Numbers in header fields: octal digits between spaces and zeros, or, as GNU tar has it for what
 * octal cannot hold, a big-endian two's complement number whose first byte is 0x80 or 0xff.
 */
final class TarNumber {
  /** What {@link #parse} answers for a field that is no number, or one out of range. */
  static final long INVALID = Long.MIN_VALUE;

  private TarNumber() {}

  /** An empty field is 0. */
  static long parse(byte[] block, int at, int length) {
    return (block[at] & 0x80) != 0 ? binary(block, at, length) : octal(block, at, length);
  }

  private static long octal(byte[] block, int at, int length) {
    int end = at + length;
    int i = at;
    while (i < end && isBlank(block[i])) {
      i++;
    }
    long value = 0;
    for (; i < end && !isBlank(block[i]); i++) {
      int digit = block[i] - '0';
      if (digit < 0 || digit > 7 || value > Long.MAX_VALUE >> 3) {
        return INVALID;
      }
      value = value << 3 | digit;
    }
    return value;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == 0;
  }

  private static long binary(byte[] block, int at, int length) {
    boolean negative = block[at] == (byte) 0xff;
    if (!negative && block[at] != (byte) 0x80) {
      return INVALID;
    }
    long value = negative ? -1 : 0;
    for (int i = at + 1; i < at + length; i++) {
      if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
        return INVALID;
      }
      value = value << 8 | (block[i] & 0xff);
    }
    return value;
  }
}
