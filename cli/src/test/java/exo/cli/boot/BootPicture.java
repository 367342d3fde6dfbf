package exo.cli.boot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads a screenshot as a person does: the picture's dots back into characters. */
public final class BootPicture {
  private static final int DOT = 2;
  private static final int HEADER = 8 + 8;

  private BootPicture() {}

  /** The text on the picture, its lines without the blanks at their ends. */
  public static String read(byte[] png) throws DataFormatException {
    ByteBuffer in = ByteBuffer.wrap(png);
    int width = in.getInt(HEADER);
    int height = in.getInt(HEADER + 4);
    byte[] rows = new byte[(width + 1) * height];
    in.position(8);
    while (in.hasRemaining()) {
      byte[] data = new byte[in.getInt()];
      byte[] type = new byte[4];
      in.get(type).get(data).getInt();
      if (new String(type, StandardCharsets.US_ASCII).equals("IDAT")) {
        try (Inflater inflater = new Inflater()) {
          inflater.setInput(data);
          inflater.inflate(rows);
        }
      }
    }
    return text(rows, width, height);
  }

  private static String text(byte[] rows, int width, int height) {
    Map<String, Character> shapes = new HashMap<>();
    for (char c = '~'; c >= ' '; c--) {
      StringBuilder shape = new StringBuilder();
      for (int y = 0; y < Font.HEIGHT; y++) {
        for (int x = 0; x < Font.WIDTH; x++) {
          shape.append(Font.isLit(c, x, y) ? '1' : '0');
        }
      }
      shapes.put(shape.toString(), c);
    }
    StringBuilder text = new StringBuilder();
    for (int top = 0; top < height; top += Font.HEIGHT * DOT) {
      StringBuilder line = new StringBuilder();
      for (int left = 0; left < width; left += Font.WIDTH * DOT) {
        StringBuilder shape = new StringBuilder();
        for (int y = 0; y < Font.HEIGHT; y++) {
          for (int x = 0; x < Font.WIDTH; x++) {
            boolean lit = rows[(top + y * DOT) * (width + 1) + 1 + left + x * DOT] != 0;
            shape.append(lit ? '1' : '0');
          }
        }
        line.append(shapes.getOrDefault(shape.toString(), '?'));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
