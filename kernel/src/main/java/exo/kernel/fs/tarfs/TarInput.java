package exo.kernel.fs.tarfs;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an archive, counted. */
final class TarInput {
  private final InputStream in;
  private long at;

  TarInput(InputStream in) {
    this.in = in;
  }

  /** How many bytes were read. */
  long at() {
    return at;
  }

  /** Fills a block, as far as there are bytes; answers how many there were. */
  int block(byte[] block) throws IOException {
    int got = in.readNBytes(block, 0, block.length);
    at += got;
    return got;
  }

  /** Reads at least one byte. */
  int read(byte[] to, int from, int length, long header) throws IOException {
    int got = in.read(to, from, length);
    if (got <= 0) {
      throw truncated(header);
    }
    at += got;
    return got;
  }

  /** Reads past bytes that nobody wants: skipping would not tell of the end of a file. */
  void skip(long count, long header) throws IOException {
    byte[] unwanted = new byte[(int) Math.min(count, 1 << 13)];
    for (long left = count; left > 0; ) {
      left -= read(unwanted, 0, (int) Math.min(left, unwanted.length), header);
    }
  }

  private static TarException truncated(long header) {
    return new TarException(header, "the archive ends in the middle of this entry");
  }
}
