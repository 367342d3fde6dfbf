package exo.cli.boot;

import exo.kernel.ScreenImage;

/** A picture of a text screen, each cell 12 by 20 pixels. */
final class ScreenPicture {
  /** The sixteen colours of a VGA, 0xRRGGBB. */
  private static final int[] COLOURS = {
    0x000000, 0x0000aa, 0x00aa00, 0x00aaaa, 0xaa0000, 0xaa00aa, 0xaa5500, 0xaaaaaa,
    0x555555, 0x5555ff, 0x55ff55, 0x55ffff, 0xff5555, 0xff55ff, 0xffff55, 0xffffff
  };

  private static final int DOT = 2;
  private static final int CELL_WIDTH = Font.WIDTH * DOT;
  private static final int CELL_HEIGHT = Font.HEIGHT * DOT;
  private static final int CURSOR_ROWS = 1;

  private ScreenPicture() {}

  /** The picture as the bytes of a PNG file. */
  static byte[] png(ScreenImage screen) {
    int width = screen.columns() * CELL_WIDTH;
    int height = screen.rows() * CELL_HEIGHT;
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      int row = y / CELL_HEIGHT;
      int line = y % CELL_HEIGHT / DOT;
      for (int x = 0; x < width; x++) {
        int column = x / CELL_WIDTH;
        int dot = x % CELL_WIDTH / DOT;
        int cell = row * screen.columns() + column;
        int attribute = screen.attribute(row, column);
        boolean lit =
            Font.isLit(screen.character(row, column), dot, line)
                || (cell == screen.cursor() && line >= Font.HEIGHT - CURSOR_ROWS);
        pixels[y * width + x] = (byte) (lit ? attribute & 0xf : attribute >>> 4);
      }
    }
    return Png.encode(width, height, pixels, COLOURS);
  }
}
