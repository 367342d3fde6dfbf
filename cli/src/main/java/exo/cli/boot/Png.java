package exo.cli.boot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a picture of at most 256 colours as a PNG, without the JDK's image code, whose module a
 * start of Exo should not have to load. Source: RFC 2083.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte DEPTH = 8;
  private static final byte PALETTE = 3;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Png() {}

  /**
   * Encodes a picture.
   *
   * @param pixels row by row, each an index of {@code palette}
   * @param palette colours, 0xRRGGBB
   */
  static byte[] encode(int width, int height, byte[] pixels, int[] palette) {
    Png png = new Png();
    png.out.writeBytes(SIGNATURE);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(word(width));
    header.writeBytes(word(height));
    header.writeBytes(new byte[] {DEPTH, PALETTE, 0, 0, 0});
    png.chunk("IHDR", header.toByteArray());
    byte[] colours = new byte[palette.length * 3];
    for (int i = 0; i < palette.length; i++) {
      colours[3 * i] = (byte) (palette[i] >>> 16);
      colours[3 * i + 1] = (byte) (palette[i] >>> 8);
      colours[3 * i + 2] = (byte) palette[i];
    }
    png.chunk("PLTE", colours);
    png.chunk("IDAT", compressed(width, height, pixels));
    png.chunk("IEND", new byte[0]);
    return png.out.toByteArray();
  }

  /** Each row behind a byte that says it is not filtered. */
  private static byte[] compressed(int width, int height, byte[] pixels) {
    byte[] rows = new byte[(width + 1) * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * width, rows, y * (width + 1) + 1, width);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(rows);
      deflater.finish();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return packed.toByteArray();
  }

  private void chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(word(data.length));
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(word((int) crc.getValue()));
  }

  private static byte[] word(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }
}
