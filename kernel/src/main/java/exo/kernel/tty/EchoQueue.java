package exo.kernel.tty;

import exo.kernel.abi.Termio;

/**
 * Echoes on their way to the screen. They wait here while the screen takes nothing, and depend on
 * the column the cursor is in when they get there: erasing a tab goes back as far as it went.
 */
final class EchoQueue {
  private static final int SIZE = 4096;
  private static final int MASK = SIZE - 1;

  // What stands in the queue: a byte with a kind above it.
  private static final int PLAIN = 0;
  private static final int CONTROL = 1 << 8;
  private static final int ERASE_TAB = 2 << 8;
  private static final int SET_LINE_COLUMN = 3 << 8;
  private static final int BACK = 4 << 8;
  private static final int KIND = 7 << 8;

  /** With {@link #ERASE_TAB}: the columns are counted from a tab, not from the line's beginning. */
  private static final int AFTER_TAB = 0x80;

  private final Termios termios;
  private final LineDiscipline.Device device;
  private final OutputProcessor output;
  private final short[] queue = new short[SIZE];
  private int head;
  private int tail;

  EchoQueue(Termios termios, LineDiscipline.Device device, OutputProcessor output) {
    this.termios = termios;
    this.device = device;
    this.output = output;
  }

  private void add(int what) {
    if (head - tail == SIZE) {
      tail++;
    }
    queue[head++ & MASK] = (short) what;
  }

  void clear() {
    head = 0;
    tail = 0;
  }

  /** A byte as it is. */
  void raw(int c) {
    add(PLAIN | c);
  }

  /** A byte, a control character as ^X if ECHOCTL is on. */
  void character(int c) {
    boolean shown = termios.localHas(Termio.ECHOCTL) && OutputProcessor.isControl(c) && c != '\t';
    add((shown ? CONTROL : PLAIN) | c);
  }

  void setLineColumn() {
    add(SET_LINE_COLUMN);
  }

  /** What was put out last took no column of its own. */
  void back() {
    add(BACK);
  }

  /**
   * Goes back over a tab.
   *
   * @param columns between what it is counted from and the tab
   */
  void eraseTab(int columns, boolean afterTab) {
    add(ERASE_TAB | (columns & (OutputProcessor.TAB - 1)) | (afterTab ? AFTER_TAB : 0));
  }

  /** Puts out what the screen takes. */
  void process() {
    while (tail != head && put(queue[tail & MASK])) {
      tail++;
    }
  }

  private boolean put(int what) {
    int c = what & 0xff;
    switch (what & KIND) {
      case CONTROL -> {
        if (device.room() < 2) {
          return false;
        }
        device.put('^');
        device.put(c ^ 0100);
        output.column += 2;
        return true;
      }
      case ERASE_TAB -> {
        int columns = (c & AFTER_TAB) != 0 ? c & ~AFTER_TAB : c + output.lineColumn;
        int back = OutputProcessor.TAB - (columns & (OutputProcessor.TAB - 1));
        if (device.room() < back) {
          return false;
        }
        for (int i = 0; i < back; i++) {
          device.put('\b');
          output.back();
        }
        return true;
      }
      case SET_LINE_COLUMN -> {
        output.lineColumn = output.column;
        return true;
      }
      case BACK -> {
        output.back();
        return true;
      }
      default -> {
        if (termios.outputHas(Termio.OPOST)) {
          return output.put(c);
        }
        if (device.room() < 1) {
          return false;
        }
        device.put(c);
        return true;
      }
    }
  }
}
