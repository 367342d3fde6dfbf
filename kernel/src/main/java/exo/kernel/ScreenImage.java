package exo.kernel;

import exo.kernel.dev.Cp437;
import exo.kernel.dev.VgaText;

/**
 * The screen of a machine at one moment.
 *
 * @param rows lines, 25
 * @param columns characters of a line, 80
 * @param cells row by row, each the code of the character in code page 437, and the attribute in
 *     bits 8 to 15: colour in the low half, background in the high one, as VGA numbers them
 * @param cursor the cell the cursor stands on, or -1 when it is hidden
 * @param changes grows with what was written
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ScreenImage(int rows, int columns, int[] cells, int cursor, long changes) {
  static ScreenImage of(HostConsole console) {
    VgaText card = console.console().card();
    int[] cells = new int[VgaText.ROWS * VgaText.COLUMNS];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = card.cell(i / VgaText.COLUMNS, i % VgaText.COLUMNS);
    }
    int cursor = card.isCursorVisible() ? card.cursorCell() : -1;
    long changes = console.console().screen().changes();
    return new ScreenImage(VgaText.ROWS, VgaText.COLUMNS, cells, cursor, changes);
  }

  /** The character of a cell. */
  public char character(int row, int column) {
    return Cp437.character(cells[row * columns + column] & 0xff);
  }

  /** The attribute of a cell. */
  public int attribute(int row, int column) {
    return cells[row * columns + column] >>> 8;
  }

  /** A line without the blanks at its end. */
  public String line(int row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      line.append(character(row, column));
    }
    return line.toString().stripTrailing();
  }

  /** All lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      text.append(line(row)).append('\n');
    }
    return text.toString();
  }
}
