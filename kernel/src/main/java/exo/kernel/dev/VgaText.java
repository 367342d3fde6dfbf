package exo.kernel.dev;

import exo.mem.phys.PhysicalMemory;

/**
 * A VGA card in text mode 3: 80 by 25 cells of character and attribute in guest RAM at {@link #PA},
 * and the registers that place the cursor. Source: IBM VGA technical reference. Owned by the kernel
 * lock.
 */
public final class VgaText {
  /** Where the cells lie. */
  public static final long PA = 0xb8000;

  public static final int ROWS = 25;
  public static final int COLUMNS = 80;

  /** Light grey on black. */
  public static final int NORMAL = 0x07;

  // Registers of the CRT controller, and its ports.
  static final int INDEX = 0x3d4;
  static final int DATA = 0x3d5;
  static final int CURSOR_START = 0x0a;
  static final int CURSOR_HIGH = 0x0e;
  static final int CURSOR_LOW = 0x0f;
  static final int CURSOR_OFF = 0x20;

  private static final int CELLS = ROWS * COLUMNS;

  private final PhysicalMemory ram;
  private int index;
  private int cursorStart;
  private int cursor;

  /** The memory of the card is not the frame allocator's: it was reserved. */
  public VgaText(PhysicalMemory ram) {
    this.ram = ram;
    fill(0, CELLS, NORMAL);
  }

  private static long pa(int cell) {
    return PA + 2L * cell;
  }

  /** Writes a port of the CRT controller. */
  void out(int port, int value) {
    if (port == INDEX) {
      index = value;
      return;
    }
    switch (index) {
      case CURSOR_START -> cursorStart = value;
      case CURSOR_HIGH -> cursor = cursor & 0xff | (value & 0xff) << 8;
      case CURSOR_LOW -> cursor = cursor & 0xff00 | value & 0xff;
      default -> {
        // Timing, which nobody sees.
      }
    }
  }

  /** Shows the cursor at a cell, through the registers. */
  void cursor(int row, int column) {
    int cell = row * COLUMNS + column;
    out(INDEX, CURSOR_HIGH);
    out(DATA, cell >>> 8);
    out(INDEX, CURSOR_LOW);
    out(DATA, cell);
  }

  void cursorVisible(boolean visible) {
    out(INDEX, CURSOR_START);
    out(DATA, visible ? 0 : CURSOR_OFF);
  }

  /** The cell of the cursor, row by row from 0. */
  public int cursorCell() {
    return cursor;
  }

  public boolean isCursorVisible() {
    return (cursorStart & CURSOR_OFF) == 0;
  }

  /** Attribute in the high byte, code in the low one. */
  public int cell(int row, int column) {
    return ram.getShort(pa(row * COLUMNS + column)) & 0xffff;
  }

  void cell(int row, int column, int code, int attribute) {
    ram.putShort(pa(row * COLUMNS + column), (short) (attribute << 8 | code));
  }

  /** Blanks from one cell to before another. */
  void blank(int row, int from, int to, int attribute) {
    fill(row * COLUMNS + from, row * COLUMNS + to, attribute);
  }

  private void fill(int from, int to, int attribute) {
    for (int cell = from; cell < to; cell++) {
      ram.putShort(pa(cell), (short) (attribute << 8 | ' '));
    }
  }

  /**
   * Moves lines {@code top} to {@code bottom} up by n, blank ones come from below; down if n < 0.
   */
  void scroll(int top, int bottom, int n, int attribute) {
    int lines = bottom - top + 1;
    int by = Math.clamp(n, -lines, lines);
    if (by > 0) {
      move((top + by) * COLUMNS, top * COLUMNS, (lines - by) * COLUMNS);
      fill((bottom + 1 - by) * COLUMNS, (bottom + 1) * COLUMNS, attribute);
    } else if (by < 0) {
      move(top * COLUMNS, (top - by) * COLUMNS, (lines + by) * COLUMNS);
      fill(top * COLUMNS, (top - by) * COLUMNS, attribute);
    }
  }

  /** Moves cells, which may overlap. */
  void move(int from, int to, int count) {
    if (from > to) {
      for (int i = 0; i < count; i++) {
        ram.putShort(pa(to + i), ram.getShort(pa(from + i)));
      }
    } else {
      for (int i = count - 1; i >= 0; i--) {
        ram.putShort(pa(to + i), ram.getShort(pa(from + i)));
      }
    }
  }
}
