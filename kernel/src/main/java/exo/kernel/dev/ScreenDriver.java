package exo.kernel.dev;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The screen's driver: what is written moves the cursor, scrolls and colours as on Linux's console.
 * Source: console_codes(4). Owned by the kernel lock.
 */
public final class ScreenDriver implements EscapeParser.Screen {
  private static final int LAST_ROW = VgaText.ROWS - 1;
  private static final int LAST_COLUMN = VgaText.COLUMNS - 1;
  private static final int TAB = 8;

  private final VgaText card;
  private final Consumer<byte[]> answer;
  private final EscapeParser parser = new EscapeParser(this);
  private final Colours colours = new Colours();
  private final Colours savedColours = new Colours();
  private int row;
  private int column;
  private int savedRow;
  private int savedColumn;
  private int top;
  private int bottom = LAST_ROW;
  private boolean wraps = true;
  private boolean inserts;
  private boolean originAtTop;

  // The last column was written: the next character begins a line.
  private boolean wrapsNext;
  private long changes;

  /**
   * @param answer types what a program asked the terminal for, such as where the cursor is
   */
  public ScreenDriver(VgaText card, Consumer<byte[]> answer) {
    this.card = card;
    this.answer = answer;
  }

  /** Counts bytes shown, so that who draws the screen sees whether to draw again. */
  public long changes() {
    return changes;
  }

  /** A byte of output. */
  public void put(int c) {
    parser.put(c);
    changes++;
  }

  /** All bytes so far are to be seen: the cursor stands where it is. */
  public void push() {
    card.cursor(row, column);
  }

  @Override
  public void print(int character) {
    if (wrapsNext) {
      column = 0;
      lineFeed();
    }
    if (inserts && column < LAST_COLUMN) {
      int cell = row * VgaText.COLUMNS + column;
      card.move(cell, cell + 1, LAST_COLUMN - column);
    }
    card.cell(row, column, Cp437.code(character), colours.attribute());
    if (column < LAST_COLUMN) {
      column++;
    } else {
      wrapsNext = wraps;
    }
  }

  @Override
  public void control(int c) {
    switch (c) {
      case '\b' -> to(row, column - 1);
      case '\t' -> to(row, (column / TAB + 1) * TAB);
      case '\n', 0x0b, 0x0c -> {
        wrapsNext = false;
        lineFeed();
      }
      case '\r' -> to(row, 0);
      default -> {
        // A bell nobody hears, character sets that are all one.
      }
    }
  }

  private void lineFeed() {
    wrapsNext = false;
    if (row == bottom) {
      card.scroll(top, bottom, 1, colours.blank());
    } else if (row < LAST_ROW) {
      row++;
    }
  }

  private void reverseLineFeed() {
    if (row == top) {
      card.scroll(top, bottom, -1, colours.blank());
    } else {
      to(row - 1, column);
    }
  }

  /** Moves the cursor, at most to the edge. */
  private void to(int newRow, int newColumn) {
    wrapsNext = false;
    int from = originAtTop ? top : 0;
    int end = originAtTop ? bottom : LAST_ROW;
    row = Math.clamp(newRow, from, end);
    column = Math.clamp(newColumn, 0, LAST_COLUMN);
  }

  @Override
  public void escape(int c) {
    switch (c) {
      case 'D' -> lineFeed();
      case 'E' -> {
        column = 0;
        lineFeed();
      }
      case 'M' -> reverseLineFeed();
      case '7' -> save();
      case '8' -> restore();
      case 'c' -> reset();
      case 'Z' -> identify();
      default -> {
        // Keypad modes and tab stops, which this keyboard and screen do not have.
      }
    }
  }

  private void save() {
    savedRow = row;
    savedColumn = column;
    savedColours.set(colours);
  }

  private void restore() {
    to(savedRow, savedColumn);
    colours.set(savedColours);
  }

  private void reset() {
    colours.reset();
    top = 0;
    bottom = LAST_ROW;
    wraps = true;
    inserts = false;
    originAtTop = false;
    card.cursorVisible(true);
    eraseScreen(2);
    to(0, 0);
    save();
  }

  private void identify() {
    reply("\033[?6c");
  }

  private void reply(String text) {
    answer.accept(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void sequence(int c, int mark, int[] parameters, int count) {
    if (mark != 0) {
      if (mark == '?' && (c == 'h' || c == 'l')) {
        for (int i = 0; i < count; i++) {
          privateMode(parameters[i], c == 'h');
        }
      }
      return;
    }
    int first = parameters[0];
    int n = Math.max(1, first);
    int second = count > 1 ? Math.max(1, parameters[1]) : 1;
    int originRow = originAtTop ? top : 0;
    switch (c) {
      case 'A' -> to(Math.max(row - n, row >= top ? top : 0), column);
      case 'B', 'e' -> to(Math.min(row + n, row <= bottom ? bottom : LAST_ROW), column);
      case 'C', 'a' -> to(row, column + n);
      case 'D' -> to(row, column - n);
      case 'E' -> to(row + n, 0);
      case 'F' -> to(row - n, 0);
      case 'G', '`' -> to(row, n - 1);
      case 'H', 'f' -> to(originRow + n - 1, second - 1);
      case 'd' -> to(originRow + n - 1, column);
      case 'J' -> eraseScreen(first);
      case 'K' -> eraseLine(first);
      case 'L' -> scrollFromHere(-n);
      case 'M' -> scrollFromHere(n);
      case 'S' -> card.scroll(top, bottom, n, colours.blank());
      case 'T' -> card.scroll(top, bottom, -n, colours.blank());
      case '@' -> insertBlanks(n);
      case 'P' -> deleteCharacters(n);
      case 'X' -> card.blank(row, column, Math.min(column + n, VgaText.COLUMNS), colours.blank());
      case 'm' -> colours.select(parameters, count);
      case 'r' -> region(first, count > 1 ? parameters[1] : 0);
      case 's' -> save();
      case 'u' -> restore();
      case 'h', 'l' -> inserts = first == 4 ? c == 'h' : inserts;
      case 'c' -> identify();
      case 'n' -> report(first);
      default -> {
        // Lamps of a keyboard, tab stops.
      }
    }
  }

  private void privateMode(int mode, boolean on) {
    switch (mode) {
      case 6 -> {
        originAtTop = on;
        to(on ? top : 0, 0);
      }
      case 7 -> wraps = on;
      case 25 -> card.cursorVisible(on);
      default -> {
        // The mouse, the other screen, cursor keys' second form.
      }
    }
  }

  private void report(int what) {
    if (what == 5) {
      reply("\033[0n");
    } else if (what == 6) {
      reply("\033[" + (row + 1 - (originAtTop ? top : 0)) + ";" + (column + 1) + "R");
    }
  }

  private void region(int first, int last) {
    int newTop = Math.max(1, first) - 1;
    int newBottom = (last == 0 ? VgaText.ROWS : last) - 1;
    if (newTop < newBottom && newBottom <= LAST_ROW) {
      top = newTop;
      bottom = newBottom;
      to(originAtTop ? top : 0, 0);
    }
  }

  private void eraseScreen(int how) {
    switch (how) {
      case 0 -> {
        eraseLine(0);
        rows(row + 1, VgaText.ROWS);
      }
      case 1 -> {
        rows(0, row);
        eraseLine(1);
      }
      case 2, 3 -> rows(0, VgaText.ROWS);
      default -> {
        // Linux knows no more.
      }
    }
  }

  private void rows(int from, int to) {
    for (int r = from; r < to; r++) {
      card.blank(r, 0, VgaText.COLUMNS, colours.blank());
    }
  }

  private void eraseLine(int how) {
    int from = how == 0 ? column : 0;
    int to = how == 1 ? column + 1 : VgaText.COLUMNS;
    card.blank(row, from, to, colours.blank());
    wrapsNext = false;
  }

  private void scrollFromHere(int n) {
    if (row >= top && row <= bottom) {
      card.scroll(row, bottom, n, colours.blank());
      to(row, 0);
    }
  }

  private void insertBlanks(int n) {
    int by = Math.min(n, VgaText.COLUMNS - column);
    int cell = row * VgaText.COLUMNS + column;
    card.move(cell, cell + by, VgaText.COLUMNS - column - by);
    card.blank(row, column, column + by, colours.blank());
  }

  private void deleteCharacters(int n) {
    int by = Math.min(n, VgaText.COLUMNS - column);
    int cell = row * VgaText.COLUMNS + column;
    card.move(cell + by, cell, VgaText.COLUMNS - column - by);
    card.blank(row, VgaText.COLUMNS - by, VgaText.COLUMNS, colours.blank());
  }
}
