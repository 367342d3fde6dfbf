package exo.kernel.fs.tarfs;

import java.nio.charset.StandardCharsets;

/**
 * One header block. Source: tar(5) of FreeBSD, the GNU tar manual ("Basic Tar Format"), POSIX
 * pax(1).
 */
final class TarHeader {
  static final int BLOCK = 512;

  /** Who wrote it: what a field beyond the basic ones means depends on that. */
  enum Format {
    /** Nothing after the link name counts. */
    V7,
    /** POSIX: a name may have a prefix. */
    USTAR,
    GNU
  }

  // Offsets and lengths of fields.
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 100;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int ID_LENGTH = 8;
  private static final int SIZE = 124;
  private static final int MTIME = 136;
  private static final int LONG_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int MAGIC_LENGTH = 8;
  private static final int DEVICE_MAJOR = 329;
  private static final int DEVICE_MINOR = 337;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;

  private final byte[] block;
  private final long at;

  /**
   * @param block {@link #BLOCK} bytes
   * @param at where in the archive it stands
   */
  TarHeader(byte[] block, long at) {
    this.block = block;
    this.at = at;
  }

  /** Whether it is filled with zeros: the end of the archive. */
  static boolean isEnd(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares the checksum with the block: the sum of its bytes, as unsigned or, long ago, signed
   * numbers, its own counted as spaces.
   */
  void verify() throws TarException {
    if (!isSound()) {
      long claimed = checksum();
      throw new TarException(
          at,
          claimed == TarNumber.INVALID
              ? "there is no header: its checksum is no number"
              : "wrong checksum: %o instead of %o".formatted(claimed, sum(0xff)));
    }
  }

  boolean isSound() {
    return checksum() == sum(0xff) || checksum() == sum(-1);
  }

  private long checksum() {
    return TarNumber.parse(block, CHECKSUM, CHECKSUM_LENGTH);
  }

  private long sum(int mask) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += own ? ' ' : block[i] & mask;
    }
    return sum;
  }

  Format format() {
    String magic = string(MAGIC, MAGIC_LENGTH - 1);
    if (!magic.startsWith("ustar")) {
      return Format.V7;
    }
    return magic.equals("ustar  ") ? Format.GNU : Format.USTAR;
  }

  /** One of the letters and digits that tell the kinds of entries; 0 in old archives. */
  int type() {
    return block[TYPE] & 0xff;
  }

  String name() {
    String name = string(NAME, NAME_LENGTH);
    String prefix = format() == Format.USTAR ? string(PREFIX, PREFIX_LENGTH) : "";
    return prefix.isEmpty() ? name : prefix + '/' + name;
  }

  String link() {
    return string(LINK, NAME_LENGTH);
  }

  long mode() throws TarException {
    return number(MODE, ID_LENGTH, "mode");
  }

  long uid() throws TarException {
    return number(UID, ID_LENGTH, "user id");
  }

  long gid() throws TarException {
    return number(GID, ID_LENGTH, "group id");
  }

  long size() throws TarException {
    return number(SIZE, LONG_LENGTH, "size");
  }

  /** Seconds since 1970. */
  long mtime() throws TarException {
    return number(MTIME, LONG_LENGTH, "time");
  }

  long deviceMajor() throws TarException {
    return number(DEVICE_MAJOR, ID_LENGTH, "device number");
  }

  long deviceMinor() throws TarException {
    return number(DEVICE_MINOR, ID_LENGTH, "device number");
  }

  private long number(int field, int length, String what) throws TarException {
    long value = TarNumber.parse(block, field, length);
    if (value == TarNumber.INVALID) {
      throw new TarException(at, "the " + what + " is no number");
    }
    return value;
  }

  /** A field up to its first zero, or all of it. */
  private String string(int field, int length) {
    int end = field;
    while (end < field + length && block[end] != 0) {
      end++;
    }
    return new String(block, field, end - field, StandardCharsets.ISO_8859_1);
  }
}
