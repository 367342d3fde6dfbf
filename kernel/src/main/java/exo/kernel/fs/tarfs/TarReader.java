package exo.kernel.fs.tarfs;

import exo.kernel.abi.Fs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of an archive, one after the other: what GNU tar writes in its formats v7,
 * ustar, gnu and pax. Sparse files, parts of archives on several volumes and kinds of entries that
 * are not known are refused. One thread.
 */
final class TarReader {
  /** Most bytes of an extended header: far more than names and attributes take. */
  private static final int MAX_EXTENDED = 1 << 20;

  private static final int MAX_NAME = Fs.PATH_MAX - 1;

  private final TarInput in;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private final PaxRecords pax = new PaxRecords();

  // What GNU's extra entries said about the next one.
  private @Nullable String longName;
  private @Nullable String longLink;

  // Of the entry at hand: contents not yet read, and the zeros that follow them.
  private long header;
  private long left;
  private int padding;

  TarReader(InputStream in) {
    this.in = new TarInput(in);
  }

  /** The next entry, or null at the end; what was not read of the one before is passed over. */
  @Nullable TarEntry next() throws IOException {
    while (true) {
      in.skip(left, header);
      in.skip(padding, header);
      left = 0;
      padding = 0;
      header = in.at();
      int got = in.block(block);
      if (header == 0 && got > 2) {
        refuseCompressed();
      }
      if (got == TarHeader.BLOCK && !TarHeader.isEnd(block)) {
        TarEntry entry = entry(new TarHeader(block, header));
        if (entry != null) {
          return entry;
        }
        continue;
      }
      if ((got != 0 && got != TarHeader.BLOCK) || (header == 0 && got == 0)) {
        throw new TarException(header, "the archive ends where a header should be");
      }
      if (longName != null || longLink != null || pax.hasLocal()) {
        throw new TarException(header, "an entry was announced and does not come");
      }
      return null;
    }
  }

  /** Reads contents of the entry; -1 at their end. */
  int read(byte[] to) throws IOException {
    if (left == 0) {
      return -1;
    }
    int got = in.read(to, 0, (int) Math.min(left, to.length), header);
    left -= got;
    return got;
  }

  /** The entry of a header, or null if it is only about others. */
  private @Nullable TarEntry entry(TarHeader h) throws IOException {
    h.verify();
    switch (h.type()) {
      case 'L' -> longName = name(h);
      case 'K' -> longLink = name(h);
      case 'x', 'X' -> pax.add(extended(h), false, header);
      case 'g' -> pax.add(extended(h), true, header);
      case 'V' -> follows(h.size());
      case 'S' -> throw sparse();
      case 'M' -> throw new TarException(header, "a part of an archive on several volumes");
      default -> {
        if (pax.has("GNU.sparse.")) {
          throw sparse();
        }
        TarEntry entry = TarEntries.of(h, header, pax, longName, longLink);
        follows(h.type() == 'D' ? h.size() : entry.size());
        pax.clearLocal();
        longName = null;
        longLink = null;
        return entry;
      }
    }
    return null;
  }

  private void refuseCompressed() throws TarException {
    int magic = (block[0] & 0xff) << 16 | (block[1] & 0xff) << 8 | (block[2] & 0xff);
    String by =
        switch (magic) {
          case 0x1f8b08 -> "gzip";
          case 0x425a68 -> "bzip2";
          case 0xfd377a -> "xz";
          case 0x28b52f -> "zstd";
          default -> "";
        };
    // A name can begin with anything, but not when the checksum is none.
    if (!by.isEmpty() && !new TarHeader(block, 0).isSound()) {
      throw new TarException(0, "it is compressed, decompress it with " + by + " first");
    }
  }

  private TarException sparse() {
    return new TarException(
        header, "sparse files are not supported, make the archive without --sparse");
  }

  private void follows(long size) throws TarException {
    if (size < 0 || size > Long.MAX_VALUE - TarHeader.BLOCK) {
      throw new TarException(header, "a size of " + size);
    }
    left = size;
    padding = (int) (-size & TarHeader.BLOCK - 1);
  }

  /** The contents of an entry that is about others. */
  private byte[] extended(TarHeader h) throws IOException {
    long size = h.size();
    if (size < 0 || size > MAX_EXTENDED) {
      throw new TarException(header, "an extended header of " + size + " bytes");
    }
    follows(size);
    byte[] data = new byte[(int) size];
    for (int at = 0; at < data.length; ) {
      at += in.read(data, at, data.length - at, header);
    }
    left = 0;
    return data;
  }

  /** The name that is the contents of a GNU entry, up to its first zero. */
  private String name(TarHeader h) throws IOException {
    byte[] data = extended(h);
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    if (end > MAX_NAME) {
      throw new TarException(header, "a name of " + end + " bytes");
    }
    return new String(Arrays.copyOf(data, end), StandardCharsets.ISO_8859_1);
  }
}
