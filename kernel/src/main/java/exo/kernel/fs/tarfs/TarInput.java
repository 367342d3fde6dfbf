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

  /** Reads past bytes that nobody wants. */
  void skip(long count, long header) throws IOException {
    long left = count;
    while (left > 0) {
      long skipped = in.skip(left);
      if (skipped <= 0) {
        if (in.read() < 0) {
          throw truncated(header);
        }
        skipped = 1;
      }
      left -= skipped;
      at += skipped;
    }
  }

  private static TarException truncated(long header) {
    return new TarException(header, "the archive ends in the middle of this entry");
  }
}
